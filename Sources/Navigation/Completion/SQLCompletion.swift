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
  private let tablesOfStatement: SQLTables

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
    tablesOfStatement = SQLTables(words, schema: schema, dialect: dialect, typedUpTo: cursor)
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

  private var sources: [SQLTables.Source] { tablesOfStatement.sources }

  private func candidates(after context: ArraySlice<SQLWord>, isTyped: Bool) -> [Completion.Candidate] {
    guard let last = context.last else { return keywords }
    if last.text == "." {
      guard let qualifier = context.dropLast().last else { return [] }
      let source = sources.first { $0.name.isSameName(as: qualifier.text) }
      return (source?.entity ?? tablesOfStatement.entity(named: qualifier.text)).map(columns) ?? []
    }
    if SQLTables.mayStand(after: context) { return tables }
    let isJoin = last.folded == "on" && last.kind == .name
    let members = members
    return (isJoin ? joins : []) + members + qualifiers + (isTyped ? keywords : [])
      + (members.isEmpty ? tables : [])
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
    func column(_ attribute: Int, _ source: SQLTables.Source) -> String {
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
