/// An SQL statement laid out to be read and pasted.
///
/// One line where it fits, else a line for each clause and subselects indented under theirs. Every token stays as
/// it is.
package struct SQLScript {
  private let nodes: [Node]
  private let width: Int

  package init(_ sql: String, width: Int) {
    var tokens = SQLToken.tokens(of: sql)[...]
    nodes = Node.nodes(from: &tokens)
    self.width = width
  }

  /// The lines, the last of which ends with a semicolon.
  package var lines: [String] {
    var lines = layout(nodes[...], indent: 0, room: width - 1)
    if let last = lines.indices.last { lines[last] += ";" }
    return lines
  }

  /// A token, or all that stands in one pair of parentheses.
  private indirect enum Node {
    case token(SQLToken)
    case group(opening: SQLToken, [Node], closing: SQLToken?)

    static func nodes(from tokens: inout ArraySlice<SQLToken>) -> [Node] {
      var nodes: [Node] = []
      while let token = tokens.first, !token.isPunctuation(")") {
        tokens.removeFirst()
        guard token.isPunctuation("(") else {
          nodes.append(.token(token))
          continue
        }
        let inner = Self.nodes(from: &tokens)
        nodes.append(.group(opening: token, inner, closing: tokens.popFirst()))
      }
      return nodes
    }

    var first: SQLToken {
      switch self {
      case .token(let token), .group(let token, _, _): token
      }
    }

    var text: String {
      switch self {
      case .token(let token): return token.text
      case .group(_, let inner, let closing):
        return "(" + SQLScript.text(of: inner[...]) + (closing?.text ?? "")
      }
    }

    var tokens: [SQLToken] {
      switch self {
      case .token(let token): [token]
      case .group(let opening, let inner, let closing):
        [opening] + inner.flatMap(\.tokens) + (closing.map { [$0] } ?? [])
      }
    }

    /// Whether a subselect stands in it, directly.
    var isSubselect: Bool {
      if case .group(_, let inner, _) = self {
        inner.first?.first.isKeyword("SELECT", "WITH") == true
      } else {
        false
      }
    }
  }

  private static func text(of nodes: ArraySlice<Node>) -> String {
    var text = ""
    for node in nodes {
      if node.first.isSpaced, !text.isEmpty { text += " " }
      text += node.text
    }
    return text
  }

  // MARK: Lines

  private func layout(_ nodes: ArraySlice<Node>, indent: Int, room: Int) -> [String] {
    let pad = String(repeating: " ", count: indent)
    let text = Self.text(of: nodes)
    if DisplayWidth.columns(of: text) <= room - indent { return [pad + text] }
    return clauses(of: nodes).flatMap { clause -> [String] in
      let isCondition = clause.first?.first.isKeyword("AND", "OR") == true
      return lines(of: clause, indent: indent + (isCondition ? 2 : 0), room: room)
    }
  }

  /// One clause: on a line, around its subselects, or broken at commas.
  private func lines(of clause: ArraySlice<Node>, indent: Int, room: Int) -> [String] {
    let pad = String(repeating: " ", count: indent)
    let text = Self.text(of: clause)
    if DisplayWidth.columns(of: text) <= room - indent { return [pad + text] }
    if let index = clause.firstIndex(where: \.isSubselect),
      case .group(_, let inner, let closing) = clause[index]
    {
      let head = Self.text(of: clause[..<index])
      let space = head.isEmpty || !clause[index].first.isSpaced ? "" : " "
      var lines = [pad + head + space + "("]
      lines += layout(inner[...], indent: indent + 2, room: room)
      guard let closing else { return lines }
      let rest = clause[(index + 1)...]
      let gap = rest.first?.first.isSpaced == true ? " " : ""
      let after = rest.isEmpty ? [""] : self.lines(of: rest, indent: indent, room: room)
      lines.append(pad + closing.text + gap + after[0].drop { $0 == " " })
      return lines + after.dropFirst()
    }
    return filled(clause, indent: indent, room: room)
  }

  /// Broken before a line would be too long; what is in quotes never is.
  private func filled(_ clause: ArraySlice<Node>, indent: Int, room: Int) -> [String] {
    var pieces: [[SQLToken]] = [[]]
    collect(clause, limit: room - indent - 4, into: &pieces)
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isFresh = true
    for piece in pieces where !piece.isEmpty {
      let text = Self.text(of: piece.map(Node.token)[...])
      if !isFresh, DisplayWidth.columns(of: line) + 1 + DisplayWidth.columns(of: text) > room {
        lines.append(line)
        line = String(repeating: " ", count: indent + 4)
        isFresh = true
      }
      if !isFresh, piece[0].isSpaced { line += " " }
      line += text
      isFresh = false
    }
    return lines + [line]
  }

  /// Pieces that stay on one line: up to a comma, from a word that begins a part.
  private func collect(_ nodes: ArraySlice<Node>, limit: Int, into pieces: inout [[SQLToken]]) {
    for node in nodes {
      switch node {
      case .token(let token):
        if token.isKeyword("WHEN", "END", "ON", "ORDER", "PARTITION", "JOIN", "AND", "OR") {
          pieces.append([])
        }
        pieces[pieces.count - 1].append(token)
        if token.isPunctuation(",") { pieces.append([]) }
      case .group(let opening, let inner, let closing):
        pieces[pieces.count - 1].append(opening)
        if DisplayWidth.columns(of: node.text) > limit {
          collect(inner[...], limit: limit, into: &pieces)
        } else {
          pieces[pieces.count - 1] += inner.flatMap(\.tokens)
        }
        if let closing { pieces[pieces.count - 1].append(closing) }
      }
    }
  }

  private func clauses(of nodes: ArraySlice<Node>) -> [ArraySlice<Node>] {
    var clauses: [ArraySlice<Node>] = []
    var start = nodes.startIndex
    var isBetween = false
    for index in nodes.indices {
      let token = nodes[index].first
      let previous = index > nodes.startIndex ? nodes[index - 1].first : nil
      if index > start, Self.startsClause(token, after: previous, isBetween: isBetween) {
        clauses.append(nodes[start..<index])
        start = index
      }
      if token.isKeyword("BETWEEN") { isBetween = true } else if token.isKeyword("AND") { isBetween = false }
    }
    return clauses + [nodes[start...]]
  }

  private static func startsClause(_ token: SQLToken, after previous: SQLToken?, isBetween: Bool) -> Bool {
    if token.isKeyword("AND", "OR") { return !isBetween }
    if token.isKeyword("JOIN") { return previous?.isKeyword("LEFT", "INNER", "CROSS") != true }
    // A WITH of its own stands before its SELECT.
    return token.isKeyword(
      "FROM", "LEFT", "INNER", "CROSS", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "SELECT")
      && previous?.isKeyword("UNION", "ALL") != true
  }
}
