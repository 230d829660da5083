import Language
package import ORM
package import SQL

/// What may stand at the cursor in a statement of SQL: tables, columns, keywords, and the condition of a join.
package struct SQLCompletion {
  private let schema: Schema
  private let dialect: Dialect
  private let line: String
  private let cursor: Int
  /// All of the line, so that `select ti from book` knows the columns while they are typed.
  private let words: [SQLWord]
  private let before: ArraySlice<SQLWord>

  /// - Parameters:
  ///   - start: the byte of the line at which the statement begins.
  ///   - cursor: the byte before which the cursor stands.
  package init(line: String, from start: Int = 0, cursor: Int, schema: Schema, dialect: Dialect) {
    self.schema = schema
    self.dialect = dialect
    self.line = line
    self.cursor = cursor
    words = SQLWord.words(of: line, from: start)
    before = words.prefix { $0.range.lower < cursor }
  }

  package var completion: Completion {
    let here = SourceRange(cursor, cursor)
    if let last = before.last, last.kind == .passage, last.range.upper > cursor || !last.isClosed {
      return Completion(range: here, candidates: [])
    }
    var context = before
    var range = here
    if let last = context.last, last.kind == .name, last.range.upper >= cursor {
      range = SourceRange(last.range.lower, cursor)
      context.removeLast()
    }
    let isTyped = range.lower < range.upper
    return Completion(range: range, candidates: candidates(after: context, isTyped: isTyped), of: line)
  }

  private func candidates(after context: ArraySlice<SQLWord>, isTyped: Bool) -> [Completion.Candidate] {
    guard let last = context.last else { return keywords }
    if last.text == "." {
      guard let qualifier = context.dropLast().last else { return [] }
      let source = sources.first { $0.name.isSameSQLName(as: qualifier.text) }
      return (source?.entity ?? entity(named: qualifier.text)).map(columns) ?? []
    }
    if Self.beforeTables.contains(last.folded) || last.text == "," && isInTables(context) { return tables }
    let isJoin = last.folded == "on" && last.kind == .name
    let members = members
    return (isJoin ? joins : []) + members + qualifiers + (isTyped ? keywords : [])
      + (members.isEmpty ? tables : [])
  }

  // MARK: Names

  private static let beforeTables: Set<String> = ["from", "join", "into", "update", "table"]
  private static let afterTables: Set<String> = [
    "where", "on", "using", "group", "order", "having", "limit", "join", "left", "right", "inner", "cross",
    "natural", "full", "union", "except", "intersect", "set", "values", "select", "window", "returning",
  ]

  /// Whether a comma here separates tables.
  private func isInTables(_ context: ArraySlice<SQLWord>) -> Bool {
    let clause = context.last { $0.folded == "from" || Self.afterTables.contains($0.folded) }
    return clause?.folded == "from"
  }

  /// A table of the statement, and what it is called there.
  private struct Source {
    var name: String
    var entity: EntityID
  }

  private var sources: [Source] {
    var sources: [Source] = []
    for index in words.indices {
      let isTable =
        Self.beforeTables.contains(words[index].folded)
        || words[index].text == "," && isInTables(words[...index])
      guard isTable, words[index].kind != .passage else { continue }
      var next = index + 1
      // The schema before a table says no more than the table does.
      if words.indices.contains(next + 2), words[next + 1].text == "." { next += 2 }
      guard words.indices.contains(next), let entity = entity(named: words[next].text) else { continue }
      var name = words[next].text
      next += 1
      if words.indices.contains(next), words[next].folded == "as" { next += 1 }
      if words.indices.contains(next), words[next].kind == .name, words[next].range.upper != cursor,
        words[next].isQuoted || !dialect.keywords.contains(words[next].text.uppercased())
      {
        name = words[next].text
      }
      sources.append(Source(name: name, entity: entity))
    }
    return sources
  }

  private func entity(named name: String) -> EntityID? {
    schema.entities.first { $0.table.isSameSQLName(as: name) }?.id
  }

  // MARK: Candidates

  private var tables: [Completion.Candidate] {
    schema.entities.map { entity in
      let schema = entity.name == entity.table ? "" : dialect.identifier(entity.schema) + "."
      let note =
        switch entity.kind {
        case .table: "table"
        case .view: "view"
        case .virtual: "virtual table"
        }
      return Completion.Candidate(text: schema + dialect.identifier(entity.table), note: note)
    }
  }

  /// The columns of all tables of the statement; what several have is told apart.
  private var members: [Completion.Candidate] {
    let sources = sources
    var uses: [String: Int] = [:]
    for source in sources {
      for attribute in schema[source.entity].attributes { uses[attribute.name.lowercased(), default: 0] += 1 }
    }
    return sources.flatMap { source in
      columns(of: source.entity) { uses[$0.lowercased(), default: 0] > 1 ? source.name : nil }
    }
  }

  private func columns(of id: EntityID) -> [Completion.Candidate] { columns(of: id) { _ in nil } }

  private func columns(
    of id: EntityID, qualifier: (_ column: String) -> String?
  ) -> [Completion.Candidate] {
    schema[id].attributes.map { attribute in
      let type = attribute.type.lowercased()
      let prefix = qualifier(attribute.name).map { dialect.identifier($0) + "." } ?? ""
      return Completion.Candidate(
        text: prefix + dialect.identifier(attribute.name),
        note: schema[id].table + (type.isEmpty ? "" : " " + type))
    }
  }

  /// The names by which columns of several tables are told apart.
  private var qualifiers: [Completion.Candidate] {
    sources.map { source in
      Completion.Candidate(text: dialect.identifier(source.name) + ".", note: schema[source.entity].name)
    }
  }

  /// In the case in which the person types.
  private var keywords: [Completion.Candidate] {
    let typed = before.last.map(\.text) ?? ""
    let isUpper = typed != typed.lowercased()
    return dialect.keywords.sorted().map { word in
      Completion.Candidate(text: isUpper ? word : word.lowercased(), note: "SQL")
    }
  }

  /// What joins the last table to one before it, by their relationships.
  private var joins: [Completion.Candidate] {
    guard let new = sources.last else { return [] }
    func column(_ attribute: Int, _ source: Source) -> String {
      dialect.identifier(source.name) + "."
        + dialect.identifier(schema[source.entity].attributes[attribute].name)
    }
    return sources.dropLast().flatMap { old in
      schema[new.entity].relationships.map { schema[$0] }
        .filter { $0.target == old.entity && $0.junction == nil }
        .map { relationship in
          let equalities = relationship.pairs.map { "\(column($0.from, new)) = \(column($0.to, old))" }
          return Completion.Candidate(text: equalities.joined(separator: " AND "), note: relationship.name)
        }
    }
  }
}

/// A word or sign of SQL, and where it stands.
private struct SQLWord {
  enum Kind {
    /// A name or a keyword.
    case name
    case sign
    /// A text or a comment.
    case passage
  }

  var kind: Kind
  /// Without its quotes.
  var text: String
  var isQuoted = false
  var isClosed = true
  var range: SourceRange

  /// As keywords are compared; empty for what is none.
  var folded: String { kind == .name && !isQuoted ? text.lowercased() : "" }

  static func words(of line: String, from start: Int) -> [SQLWord] {
    let bytes = Array(line.utf8)
    var words: [SQLWord] = []
    var position = min(max(0, start), bytes.count)
    while position < bytes.count {
      let first = bytes[position]
      let begin = position
      if first == 0x20 || (0x09...0x0D).contains(first) {
        position += 1
        continue
      }
      var word = SQLWord(kind: .sign, text: "", range: SourceRange(begin, begin))
      var content = begin..<begin
      if isPart(first) {
        word.kind = .name
        while position < bytes.count, isPart(bytes[position]) { position += 1 }
        content = begin..<position
      } else if let closing = closing(of: first) {
        word.kind = first == UInt8(ascii: "'") ? .passage : .name
        word.isQuoted = true
        position += 1
        while position < bytes.count, bytes[position] != closing { position += 1 }
        content = begin + 1..<position
        word.isClosed = position < bytes.count
        position = min(position + 1, bytes.count)
      } else if let end = endOfComment(bytes, from: begin) {
        word.kind = .passage
        word.isClosed = end.isClosed
        position = end.position
      } else {
        position += 1
        content = begin..<position
      }
      word.text = String(decoding: bytes[content], as: UTF8.self)
      word.range = SourceRange(begin, position)
      words.append(word)
    }
    return words
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte == 0x24
      || byte >= 0x80
  }

  private static func closing(of byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): byte
    case UInt8(ascii: "["): UInt8(ascii: "]")
    default: nil
    }
  }

  private static func endOfComment(_ bytes: [UInt8], from start: Int) -> (position: Int, isClosed: Bool)? {
    guard start + 1 < bytes.count else { return nil }
    switch (bytes[start], bytes[start + 1]) {
    case (UInt8(ascii: "-"), UInt8(ascii: "-")):
      let end = bytes[start...].firstIndex(of: 0x0A)
      return (end ?? bytes.count, end != nil)
    case (UInt8(ascii: "/"), UInt8(ascii: "*")):
      var position = start + 2
      while position + 1 < bytes.count {
        if bytes[position] == UInt8(ascii: "*"), bytes[position + 1] == UInt8(ascii: "/") {
          return (position + 2, true)
        }
        position += 1
      }
      return (bytes.count, false)
    default: return nil
    }
  }
}

extension String {
  /// As SQL compares names: without case.
  fileprivate func isSameSQLName(as other: String) -> Bool { lowercased() == other.lowercased() }
}
