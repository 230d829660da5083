package import SQL

/// An SQL statement for people: coloured, shortened to a width, or laid out over several lines.
package struct SQLText: Sendable {
  private let tokens: [SQLToken]
  private let charset: Charset

  /// - Parameter most: how many bytes are enough; nil for all of it.
  package init(_ sql: String, charset: Charset, most: Int? = nil) {
    let isCut = most.map { sql.utf8.count > $0 } ?? false
    tokens = SQLToken.tokens(
      of: isCut ? String(decoding: sql.utf8.prefix(most ?? 0), as: UTF8.self) + charset.ellipsis : sql)
    self.charset = charset
  }

  /// On one line, whole.
  package var line: StyledText { styled(tokens) }

  /// On one line of at most so many columns: lists of values fold first, then the selected columns, then the
  /// end goes.
  package func shortened(to width: Int) -> StyledText {
    let folded = foldingValueLists
    let whole = styled(folded)
    if whole.width <= width { return whole }
    var best = folded
    if let columns = selectedColumns(of: folded) {
      // As many as fit: each more makes the line longer.
      var (kept, tooMany) = (0, columns.count)
      while tooMany - kept > 1 {
        let middle = (kept + tooMany) / 2
        if styled(keeping(middle, of: columns, in: folded)).width <= width {
          kept = middle
        } else {
          tooMany = middle
        }
      }
      best = keeping(max(1, kept), of: columns, in: folded)
      if kept > 0 { return styled(best) }
    }
    return cut(best, to: width)
  }

  /// One clause a line, joins and conditions indented under theirs; lines wrap at commas and spaces.
  package func layout(width: Int?) -> [StyledText] {
    var lines: [[SQLToken]] = []
    var depth = 0
    var isBetween = false
    for (index, token) in tokens.enumerated() {
      if depth == 0, !lines.isEmpty, startsLine(index, isBetween: isBetween) { lines.append([]) }
      if lines.isEmpty { lines.append([]) }
      lines[lines.count - 1].append(token)
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      if token.isKeyword("BETWEEN") { isBetween = true } else if token.isKeyword("AND") { isBetween = false }
    }
    return lines.flatMap { line -> [StyledText] in
      let isCondition = line.first?.isKeyword("AND", "OR") == true
      let indent = isCondition ? "  " : ""
      let parts = styled(line).wrapped(
        to: width.map { max(20, $0 - indent.count) }, hanging: 7 - indent.count)
      return parts.enumerated().map { number, part in
        var result = StyledText(number == 0 ? indent : "       ")
        result.append(part)
        return result
      }
    }
  }

  /// A value as a literal, no longer than is needed to know it.
  package static func literal(_ value: Value, charset: Charset, limit: Int?) -> StyledText {
    switch value {
    case .null: return StyledText("NULL", .null)
    case .integer(let integer): return StyledText(String(integer), .number)
    case .real(let real): return StyledText(CellText.decimal(real), .number)
    case .text(let text):
      var result = StyledText("'", .string)
      let shown = limit.map { DisplayWidth.shortened(text.string, to: $0, charset: charset) } ?? text.string
      let doubled = shown.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      result.append(VisibleText.styled(doubled, .string, charset: charset))
      result.append("'", .string)
      return result
    case .blob(let bytes):
      let shown = limit == nil || bytes.count <= 8 ? bytes.count : 6
      let ellipsis = shown < bytes.count ? charset.ellipsis : ""
      return StyledText("x'\(CellText.hexadecimal(bytes[..<shown]))\(ellipsis)'", .string)
    }
  }

  private func startsLine(_ index: Int, isBetween: Bool) -> Bool {
    let token = tokens[index]
    let previous = index > 0 ? tokens[index - 1] : nil
    if token.isKeyword("FROM") { return previous?.isKeyword("DELETE", "DISTINCT") != true }
    if token.isKeyword("JOIN") {
      return previous?.isKeyword("LEFT", "RIGHT", "FULL", "INNER", "OUTER", "CROSS", "NATURAL") != true
    }
    if token.isKeyword("AND", "OR") { return !isBetween }
    return token.isKeyword(
      "SELECT", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "LEFT", "RIGHT", "FULL", "INNER", "CROSS",
      "NATURAL",
      "UNION", "EXCEPT", "INTERSECT", "VALUES", "SET", "RETURNING", "WINDOW")
  }

  private func styled(_ tokens: [SQLToken]) -> StyledText {
    var text = StyledText()
    for token in tokens {
      if token.isSpaced, !text.isEmpty { text.append(" ") }
      let role: Role? =
        switch token.kind {
        case .keyword: .keyword
        case .string: .string
        case .number, .placeholder: .number
        case .comment: .dim
        case .name, .punctuation: nil
        }
      text.append(VisibleText.styled(token.text, role, charset: charset))
    }
    return text
  }

  /// `IN (?, … ×500)` for a list of more than four values.
  private var foldingValueLists: [SQLToken] {
    var result: [SQLToken] = []
    var index = 0
    while index < tokens.count {
      result.append(tokens[index])
      index += 1
      guard index < tokens.count, tokens[index - 1].isKeyword("IN"), tokens[index].isPunctuation("(") else {
        continue
      }
      guard let close = tokens[index...].firstIndex(where: { $0.isPunctuation(")") }) else { continue }
      let list = tokens[(index + 1)..<close]
      let commas = list.count { $0.isPunctuation(",") }
      let isPlain = list.allSatisfy {
        [.placeholder, .number, .string].contains($0.kind) || $0.isPunctuation(",")
      }
      guard isPlain, commas > 3, let first = list.first else { continue }
      result += [tokens[index], first]
      result.append(SQLToken(kind: .punctuation, text: ",", isSpaced: false))
      result.append(
        SQLToken(
          kind: .punctuation, text: "\(charset.ellipsis) \(charset.times)\(commas + 1)", isSpaced: true))
      index = close
    }
    return result
  }

  /// The token ranges of the items between SELECT and its FROM; nil when there is only one.
  private func selectedColumns(of tokens: [SQLToken]) -> [Range<Int>]? {
    guard let select = tokens.firstIndex(where: { $0.isKeyword("SELECT") }) else { return nil }
    var items: [Range<Int>] = []
    var start = select + 1
    if start < tokens.count, tokens[start].isKeyword("DISTINCT") { start += 1 }
    var depth = 0
    for index in start..<max(start, tokens.count) {
      if tokens[index].isPunctuation("(") { depth += 1 }
      if tokens[index].isPunctuation(")") { depth -= 1 }
      if depth < 0 { return nil }
      guard depth == 0 else { continue }
      if tokens[index].isPunctuation(",") {
        items.append(start..<index)
        start = index + 1
      } else if tokens[index].isKeyword("FROM") {
        items.append(start..<index)
        return items.count > 1 ? items : nil
      }
    }
    return nil
  }

  private func keeping(_ count: Int, of items: [Range<Int>], in tokens: [SQLToken]) -> [SQLToken] {
    let end = items[items.count - 1].upperBound
    return Array(tokens[..<items[count - 1].upperBound])
      + [
        SQLToken(kind: .punctuation, text: ",", isSpaced: false),
        SQLToken(kind: .punctuation, text: charset.ellipsis, isSpaced: true),
      ] + tokens[end...]
  }

  /// As many whole tokens as fit, and the sign that more follow.
  private func cut(_ tokens: [SQLToken], to width: Int) -> StyledText {
    let ellipsis = SQLToken(kind: .comment, text: charset.ellipsis, isSpaced: true)
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high + 1) / 2
      if styled(tokens[..<middle] + [ellipsis]).width <= width { low = middle } else { high = middle - 1 }
    }
    if low == 0 { return styled(tokens).shortened(to: width, charset: charset) }
    return styled(tokens[..<low] + [ellipsis])
  }
}
