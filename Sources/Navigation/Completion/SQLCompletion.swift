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
  private let data: CompletionData?

  /// - Parameters:
  ///   - start: the byte of the line at which the statement begins.
  ///   - cursor: the byte before which the cursor stands.
  ///   - data: where values are looked up; nil for nowhere.
  package init(
    line: String, from start: Int = 0, cursor: Int, schema: Schema, dialect: Dialect,
    data: CompletionData? = nil
  ) {
    self.data = data
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
    if let text = openText {
      // In double quotes a name may be meant as well.
      let names = text.quote == "'" ? [] : candidates(after: text.before, isTyped: false).compactMap(quoted)
      let completion = Completion(range: text.range, candidates: names, of: line)
      var values = withValues(completion, after: text.before, .text(text.text, quote: text.quote))
      if values.candidates == completion.candidates { values.takeInRest(of: line) }
      return values
    }
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
    let names = Completion(range: range, candidates: candidates(after: context, isTyped: isTyped), of: line)
    return withValues(names, after: context, typed(in: range))
  }

  /// A name as it stands in quotes; nil for what cannot.
  private func quoted(_ candidate: Completion.Candidate) -> Completion.Candidate? {
    if candidate.text.hasPrefix("\"") { return candidate.text.hasSuffix("\"") ? candidate : nil }
    guard candidate.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }), candidate.note != "SQL"
    else {
      return nil
    }
    return Completion.Candidate(text: "\"\(candidate.text)\"", note: candidate.note)
  }

  // MARK: Values

  /// A text whose quote is open at the cursor, and the words before it.
  ///
  /// Within it a quote is doubled, so that it looks like several.
  private var openText: (text: String, quote: Character, range: SourceRange, before: ArraySlice<SQLWord>)? {
    guard let last = before.last, last.isQuoted, last.range.upper > cursor || !last.isClosed,
      let quote = last.range.text(of: line).first, quote == "'" || quote == "\""
    else { return nil }
    var context = before.dropLast()
    var lower = last.range.lower
    while let part = context.last, part.isQuoted, part.range.upper == lower {
      lower = part.range.lower
      context.removeLast()
    }
    let range = SourceRange(lower, cursor)
    let text = String(range.text(of: line).dropFirst()).replacing("\(quote)\(quote)", with: String(quote))
    return (text, quote, range, context)
  }

  /// What of a value is typed; nil for what only a name can begin with.
  private func typed(in range: SourceRange) -> ValuePlace.Typed? {
    let text = range.text(of: line)
    guard let first = text.first else { return .nothing }
    if text.allSatisfy({ $0.isASCII && $0.isNumber }) { return .digits(String(text)) }
    return first.isLetter ? .letters(String(text)) : nil
  }

  /// Values of the column that something is compared with come before names.
  private func withValues(
    _ names: Completion, after context: ArraySlice<SQLWord>, _ typed: ValuePlace.Typed?
  ) -> Completion {
    guard let data, let typed else { return names }
    let comparison = SQLComparison(context, tables: tablesOfStatement, dialect: dialect)
    guard let subject = comparison.subject else { return names }
    var completion = names
    if case .letters(let letters) = typed,
      names.candidates.contains(where: { $0.begins(with: letters.lowercased()) })
    {
      return names
    }
    if case .nothing = typed {
      // Of another table a column may be meant as well, and of one table hardly.
      if SQLPlace(after: context, keywords: dialect.keywords).clause == .join { return names }
      if sources.count < 2 { completion.candidates = [] }
    }
    let place = ValuePlace(subject: subject, typed: typed, listed: comparison.listed, isSQL: true)
    let values = data.candidates(at: place, besideOthers: !completion.candidates.isEmpty)
    guard !values.candidates.isEmpty else { return names }
    completion.take(values, at: place, beside: nil, of: line)
    completion.takeInRest(of: line)
    return completion
  }

  private var sources: [SQLTables.Source] { tablesOfStatement.sources }

  private func candidates(after context: ArraySlice<SQLWord>, isTyped: Bool) -> [Completion.Candidate] {
    let place = SQLPlace(after: context, keywords: dialect.keywords)
    let words = isTyped || place.takesOnlyWords ? keywords(at: place) : []
    guard let last = context.last else { return words }
    if last.text == "." {
      guard let qualifier = context.dropLast().last else { return [] }
      let source = sources.first { $0.name.isSameName(as: qualifier.text) }
      if source == nil, let common = tablesOfStatement.common(named: qualifier.text) {
        return columns(of: common) + (common.hasAll ? members.filter { !$0.text.contains(".") } : [])
      }
      return (source?.entity ?? tablesOfStatement.entity(named: qualifier.text)).map(columns) ?? []
    }
    if SQLTables.mayStand(after: context) { return last.folded == "join" ? tablesToJoin : tables }
    if place.clause == .other {
      let members = members
      return members + qualifiers + (isTyped ? words : []) + (members.isEmpty ? tables : [])
    }
    guard !place.takesOnlyWords else { return words }
    // Names that stand by themselves: SQL takes no table before them.
    if place.clause == .columnList || place.isAssigned {
      return (sources.first.map { columns(of: $0.entity) } ?? [])
        .filter { !place.listed.contains($0.text.lowercased()) }
    }
    let isResult = place.clause == .results && place.isFirst
    let wholeRow: [Completion.Candidate] =
      isResult ? [.init(text: "*", note: "all columns")] : []
    let distinct: [Completion.Candidate] =
      isResult && !isTyped && last.folded != "distinct" ? [.init(text: "distinct", note: "SQL")] : []
    let isJoin = last.folded == "on" && last.kind == .name
    let names = sources.isEmpty ? columnsOfAll : members + qualifiers
    return wholeRow + distinct + (isJoin ? joins : []) + names + words
  }

  // MARK: Candidates

  /// Those to which foreign keys lead from the tables of the statement, or from which they lead there, come first.
  private var tablesToJoin: [Completion.Candidate] {
    let related = Set(
      sources.flatMap { schema[$0.entity].relationships.map { schema[$0] } }.filter { $0.junction == nil }
        .map(\.target))
    let entities = schema.entities.filter { related.contains($0.id) }.map(table)
    return entities + tables.filter { !entities.contains($0) }
  }

  private func table(_ entity: Entity) -> Completion.Candidate {
    let schema = entity.name == entity.table ? "" : dialect.identifier(entity.schema) + "."
    let note = entity.kind == .table ? "table" : entity.kindName
    return Completion.Candidate(text: schema + dialect.identifier(entity.table), note: note)
  }

  private var tables: [Completion.Candidate] {
    let common = tablesOfStatement.common.map { table in
      Completion.Candidate(text: dialect.identifier(table.name), note: "WITH")
    }
    return common + schema.entities.map(table)
  }

  /// The columns of all tables of the statement; what several have is told apart.
  private var members: [Completion.Candidate] {
    let sources = sources
    var uses: [String: Int] = [:]
    for source in sources {
      for attribute in schema[source.entity].attributes { uses[attribute.name.lowercased(), default: 0] += 1 }
    }
    let made = tablesOfStatement.common.flatMap(columns).filter { uses[$0.text.lowercased()] == nil }
    return sources.flatMap { source in
      columns(of: source.entity) { uses[$0.lowercased(), default: 0] > 1 ? source.name : nil }
    } + made
  }

  private func columns(of common: SQLCommonTable) -> [Completion.Candidate] {
    common.columns.map { .init(text: dialect.identifier($0), note: common.name) }
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

  /// The columns of all tables, each name once: what can be meant before a FROM says where they are.
  private var columnsOfAll: [Completion.Candidate] {
    var names: [String] = []
    var owners: [String: (name: String, tables: [Entity])] = [:]
    for entity in schema.entities {
      for attribute in entity.attributes {
        let folded = attribute.name.lowercased()
        if owners[folded] == nil { names.append(folded) }
        owners[folded, default: (attribute.name, [])].tables.append(entity)
      }
    }
    let columns = names.compactMap { owners[$0] }.map { name, tables in
      let others = tables.count > 1 ? " and \(tables.count - 1) more" : ""
      return Completion.Candidate(
        text: dialect.identifier(name), note: (tables.first?.table ?? "") + others)
    }
    return columns
      + schema.entities.map { .init(text: dialect.identifier($0.table) + ".", note: $0.name) }
  }

  /// In the case in which the person types.
  private func keywords(at place: SQLPlace) -> [Completion.Candidate] {
    let typed = before.last.map(\.text) ?? ""
    let isUpper = typed != typed.lowercased()
    let words = place.words(further: dialect.operators) ?? dialect.keywords
    return words.sorted().map { word in
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
