package import SQL

/// Looks for what is wrong, slow or risky in a database: in its schema, and in a bounded number of its rows.
///
/// Everything but the engine's own check of the file is asked in plain SELECTs.
package struct HealthCheck {
  private let connection: any Connection
  private let schema: Schema
  /// The schema with every relationship that names suggest, in use or not; its entities are those of `schema`.
  private let widest: Schema
  private let isFull: Bool
  /// Rows that may still be looked at; nil for all there are.
  private var rowsLeft: Int?
  /// What may still go into questions to views; nil for all that they need.
  private var allowance: ProbeAllowance?
  private var findings: [HealthFinding] = []
  private var counts: [RowCount?] = []
  private var failing: Set<EntityID> = []
  private var sampled: Set<EntityID> = []
  private var keysChecked = 0
  private var keysLeftOut = 0

  /// Rows of one table that are looked at for one question.
  package static let sampleRows = 100_000
  /// Rows that are looked at altogether.
  static let allRows = 5_000_000

  /// - Parameter isFull: whether all rows are looked at, and the engine's own check of the file is run.
  package init(_ connection: any Connection, schema: Schema, widest: Schema, isFull: Bool) {
    self.connection = connection
    self.schema = schema
    self.widest = widest
    self.isFull = isFull
    rowsLeft = isFull ? nil : Self.allRows
    allowance = isFull ? nil : RowCount.allowanceOfViews
  }

  package mutating func report() throws(DatabaseError) -> HealthReport {
    if isFull { try checkFile() }
    for entity in schema.entities { try read(entity) }
    for warning in schema.warnings {
      if case .unreadable(let object) = warning {
        add(.unreadable(object))
      } else {
        add(try repeatedParent(warning) ?? .key(warning))
      }
    }
    for relationship in schema.relationships where relationship.kind.isForward { try check(relationship) }
    try checkGuesses()
    for entity in schema.entities where entity.kind == .table && !failing.contains(entity.id) {
      try checkKeys(of: entity)
    }
    let declares = schema.relationships.contains { $0.origin == .declared }
    if declares, !schema.enforcesForeignKeys, let statement = connection.dialect.enforcesForeignKeysBy {
      add(.notEnforced(statement: statement))
    }
    return HealthReport(
      findings: sorted, entities: schema.entities.count, keysChecked: keysChecked,
      sampled: sampled.sorted { $0.index < $1.index }, keysLeftOut: keysLeftOut)
  }

  /// The engine may meet damage that stops the check itself.
  private mutating func checkFile() throws(DatabaseError) {
    do throws(DatabaseError) {
      findings += try connection.integrityProblems().map { HealthFinding(.damage($0)) }
    } catch {
      guard error.kind == .corrupt else { throw error }
      add(.damage(error.message))
    }
  }

  private mutating func add(_ matter: HealthFinding.Matter) { findings.append(HealthFinding(matter)) }

  /// By severity, those that are alike together, and then as they were found; where an index is missing, the largest
  /// table first.
  private var sorted: [HealthFinding] {
    func size(_ finding: HealthFinding) -> Int {
      guard case .unindexed(_, let rows?) = finding.matter else { return 0 }
      return switch rows {
      case .exactly(let count), .about(let count), .moreThan(let count): count
      }
    }
    struct Alike: Hashable {
      let severity: HealthFinding.Severity
      let sort: HealthFinding.Sort
    }
    var firsts: [Alike: Int] = [:]
    for (offset, finding) in findings.enumerated() {
      let alike = Alike(severity: finding.severity, sort: finding.sort)
      firsts[alike] = min(firsts[alike] ?? offset, offset)
    }
    func first(_ finding: HealthFinding) -> Int {
      firsts[Alike(severity: finding.severity, sort: finding.sort)] ?? 0
    }
    return findings.enumerated().sorted { left, right in
      let ranks = (left.element.severity.rawValue, right.element.severity.rawValue)
      let firsts = (first(left.element), first(right.element))
      let sizes = (size(left.element), size(right.element))
      if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
      if firsts.0 != firsts.1 { return firsts.0 < firsts.1 }
      return sizes.0 != sizes.1 ? sizes.0 > sizes.1 : left.offset < right.offset
    }.map(\.element)
  }

  /// What a question gives; nil where the entity cannot be read, or a view takes too long, which is a finding of its
  /// own.
  ///
  /// - Parameter other: what it reads, too.
  private mutating func ask<Answer>(
    _ entity: Entity, and other: Entity? = nil, _ question: () throws(DatabaseError) -> Answer
  ) throws(DatabaseError) -> Answer? {
    do throws(DatabaseError) {
      guard let view = [entity, other ?? entity].first(where: { $0.kind != .table }), var left = allowance
      else { return try question() }
      defer { allowance = left }
      if let answer = try connection.run(within: &left, question) { return answer }
      if failing.insert(view.id).inserted { add(.takesLong(view.id)) }
      return nil
    } catch {
      if error.kind == .interrupted || error.kind == .busy { throw error }
      if failing.insert(entity.id).inserted { add(.failing(entity.id, reason: error.message)) }
      return nil
    }
  }

  // MARK: Entities

  /// Whether it can be read at all: prepared with all its columns and in the order of those whose collation may be
  /// unknown here, and counted.
  private mutating func read(_ entity: Entity) throws(DatabaseError) {
    let (connection, table) = (connection, entity.table)
    let columns = entity.attributes.map { SQLExpression.column($0.name, of: table) }
    let count = try ask(entity) { () throws(DatabaseError) -> RowCount in
      var all = Select(columns: columns.map { Select.Column($0) }, from: entity.asSource)
      all.order = entity.attributes.filter { $0.collation.isCustom }.map { attribute in
        Select.OrderTerm(.column(attribute.name, of: table))
      }
      _ = try connection.prepare(connection.dialect.query(all).sql)
      return try connection.rowCount(of: entity)
    }
    counts.append(count)
  }

  private mutating func checkKeys(of entity: Entity) throws(DatabaseError) {
    let junction = entity.relationships.map { schema[$0] }.filter { $0.kind == .manyToOne }
    if entity.isJunction, junction.count == 2 {
      let columns = junction.flatMap { $0.pairs.map(\.from) }
      let isKey = entity.uniqueKeys.contains { Set($0.columns).isSubset(of: columns) }
      if !isKey {
        let repeated = try repeatedPairs(of: entity, columns)
        add(.keylessJunction(entity.id, columns: columns, repeated: repeated))
      }
    } else if entity.primaryKey.isEmpty {
      add(.noPrimaryKey(entity.id))
    }
    if entity.primaryKey.contains(where: { entity.attributes[$0].isNullable }), case .hidden = entity.identity
    {
      let conditions = entity.primaryKey.map { column in
        SQLExpression.isNull(.column(entity.attributes[column].name, of: entity.table), negated: false)
      }
      var select = Select(
        columns: [Select.Column(.countAll)], from: sample(of: entity, entity.primaryKey, limit: limit(entity))
      )
      select.conditions = [conditions.dropFirst().reduce(conditions[0]) { .infix($0, "OR", $1) }]
      let rows = try number(of: select, entity)
      if rows > 0 { add(.nullInKey(entity.id, rows: rows)) }
    }
  }

  private mutating func repeatedPairs(of entity: Entity, _ columns: [Int]) throws(DatabaseError) -> Int {
    let pair = columns.map { SQLExpression.column(entity.attributes[$0].name, of: entity.table) }
    var groups = Select(
      columns: [Select.Column(.number(1))], from: sample(of: entity, columns, limit: limit(entity)))
    groups.grouping = pair
    groups.having = [.infix(.countAll, ">", .number(1))]
    return try number(
      of: Select(columns: [Select.Column(.countAll)], from: .select(groups, alias: "repeated")), entity)
  }

  private mutating func number(of select: Select, _ entity: Entity) throws(DatabaseError) -> Int {
    let connection = connection
    let row = try ask(entity) { () throws(DatabaseError) in try connection.row(of: select) }
    guard case .integer(let number)?? = row?.first else { return 0 }
    return Int(number)
  }

  // MARK: Foreign keys

  private mutating func check(_ relationship: Relationship) throws(DatabaseError) {
    let child = schema[relationship.source]
    let parent = schema[relationship.target]
    guard !failing.contains(child.id), !failing.contains(parent.id) else { return }
    if !relationship.isIndexed {
      add(.unindexed(relationship.id, rows: counts[child.id.index]))
    }
    let pairs = relationship.pairs.map { (child.attributes[$0.from], parent.attributes[$0.to]) }
    if pairs.contains(where: { $0.isLikelyText != $1.isLikelyText }) {
      add(.differentTypes(relationship.id))
    } else if pairs.contains(where: { $0.collation != $1.collation }) {
      add(.differentCollations(relationship.id))
    }
    guard relationship.origin != .inferred, let facts = try facts(of: relationship, in: schema) else {
      return
    }
    if facts.dangling > 0 {
      add(
        .dangling(
          HealthFinding.Dangling(
            relationship: relationship.id, rows: facts.dangling, checked: facts.present,
            examples: try examples(of: relationship))))
    } else if looksOneToOne(relationship, facts) {
      add(.looksOneToOne(relationship.id, rows: facts.present))
    }
  }

  /// Relationships by name alone, each against its rows.
  private mutating func checkGuesses() throws(DatabaseError) {
    var guessed = 0
    for relationship in widest.relationships
    where relationship.kind.isForward && relationship.origin == .inferred {
      let child = widest[relationship.source]
      let parent = widest[relationship.target]
      guard !failing.contains(child.id), !failing.contains(parent.id), let key = widest.key(of: relationship)
      else { continue }
      let facts = try facts(of: relationship, in: widest)
      let inUse = schema[child.id].relationships.first { id in
        schema[id].kind.isForward && schema[id].target == relationship.target
          && schema[id].pairs == relationship.pairs
      }
      if inUse != nil, (facts?.dangling ?? 0) == 0 {
        guessed += 1
      } else {
        add(.undeclared(key, inUse: inUse, dangling: facts?.dangling ?? 0, of: facts?.present ?? 0))
      }
    }
    if guessed > 0 { add(.guessed(guessed)) }
  }

  /// What stands more than once where a foreign key needs every value to stand once; nil where nothing does.
  private mutating func repeatedParent(_ warning: SchemaWarning) throws(DatabaseError) -> HealthFinding
    .Matter?
  {
    guard case .parentNotUnique = warning, let relationship = schema.relationship(of: warning) else {
      return nil
    }
    let parent = schema[relationship.target]
    guard parent.kind == .table, !failing.contains(parent.id) else { return nil }
    let columns = relationship.pairs.map(\.to)
    let values = columns.map { SQLExpression.column(parent.attributes[$0].name, of: parent.table) }
    var select = Select(
      columns: [Select.Column(.countAll)] + values.map { Select.Column($0) },
      from: sample(of: parent, columns, limit: limit(parent)))
    select.conditions = [Self.isPresent(values)]
    select.grouping = values
    select.having = [.infix(.countAll, ">", .number(1))]
    select.limit = Select.Limit(count: 1)
    let connection = connection
    let row = try ask(parent) { () throws(DatabaseError) in try connection.row(of: select) }
    guard let row, case .integer(let times)? = row.first else { return nil }
    return .repeatedParent(relationship.id, values: Array(row.dropFirst()), times: Int(times))
  }

  private struct KeyFacts {
    /// Rows whose key is not NULL.
    var present: Int
    /// Different keys among them; nil for a key of several columns.
    var distinct: Int?
    var dangling: Int
    /// Whether all rows were looked at.
    var isWhole: Bool
  }

  /// One statement for a key: `SELECT count(present), count(DISTINCT key), count(dangling) FROM (SELECT … LIMIT …)`.
  private mutating func facts(
    of relationship: Relationship, in schema: Schema
  ) throws(DatabaseError) -> KeyFacts? {
    let child = schema[relationship.source]
    let limit = limit(child)
    if limit == 0 {
      keysLeftOut += 1
      return nil
    }
    let columns = relationship.pairs.map {
      SQLExpression.column(child.attributes[$0.from].name, of: child.table)
    }
    var select = Select(
      columns: [
        Select.Column(.countAll),
        Select.Column(.call("count", [.position([Self.isPresent(columns)])])),
        Select.Column(.call("count", [.position([dangles(relationship, in: schema)])])),
      ], from: sample(of: child, relationship.pairs.map(\.from), limit: limit))
    if columns.count == 1 { select.columns.append(Select.Column(.callDistinct("count", columns[0]))) }
    let connection = connection
    let parent = schema[relationship.target]
    let row = try ask(child, and: parent) { () throws(DatabaseError) in try connection.row(of: select) }
    guard let row else { return nil }
    keysChecked += 1
    let numbers = row.map { value in
      if case .integer(let number) = value { Int(number) } else { 0 }
    }
    guard numbers.count >= 3 else { return nil }
    if let left = rowsLeft { rowsLeft = max(0, left - numbers[0]) }
    var isWhole = limit == nil
    if case .exactly(numbers[0])? = counts[child.id.index] { isWhole = true }
    if !isWhole { sampled.insert(child.id) }
    return KeyFacts(
      present: numbers[1], distinct: numbers.count > 3 ? numbers[3] : nil, dangling: numbers[2],
      isWhole: isWhole)
  }

  /// No two children of one parent, where chance would have made some: among so many rows drawn from so many
  /// parents, none would meet less than once in twenty times.
  private func looksOneToOne(_ relationship: Relationship, _ facts: KeyFacts) -> Bool {
    let child = schema[relationship.source]
    guard relationship.kind == .manyToOne, relationship.hasUniqueParent, facts.isWhole, facts.present >= 5,
      facts.distinct == facts.present, let column = relationship.pairs.first?.from,
      !child.uniqueKeys.contains(where: { $0.columns.contains(column) }),
      case .exactly(let parents)? = counts[relationship.target.index]
    else { return false }
    return facts.present * (facts.present - 1) / 2 >= 3 * parents
  }

  /// Primary keys of the first rows that lead nowhere.
  private mutating func examples(of relationship: Relationship) throws(DatabaseError) -> [[Value]] {
    let child = schema[relationship.source]
    guard !child.primaryKey.isEmpty, child.identity == .columns(child.primaryKey) else { return [] }
    let columns = child.primaryKey + relationship.pairs.map(\.from).filter { !child.primaryKey.contains($0) }
    var select = Select(
      columns: child.primaryKey.map { Select.Column(.column(child.attributes[$0].name, of: child.table)) },
      from: sample(of: child, columns, limit: isFull ? nil : Self.sampleRows))
    select.conditions = [dangles(relationship, in: schema)]
    select.order = child.primaryKey.map {
      Select.OrderTerm(.column(child.attributes[$0].name, of: child.table))
    }
    select.limit = Select.Limit(count: 3)
    let query = connection.dialect.query(select)
    let connection = connection
    return try ask(child, and: schema[relationship.target]) { () throws(DatabaseError) in
      var keys: [[Value]] = []
      _ = try connection.prepare(query.sql).run(query.values()) { row throws(DatabaseError) in
        keys.append((0..<row.count).map { row[$0].value })
        return true
      }
      return keys
    } ?? []
  }

  // MARK: Statements

  /// How many rows of a table may be looked at; nil for all.
  private func limit(_ entity: Entity) -> Int? { rowsLeft.map { min($0, Self.sampleRows) } }

  /// The first rows of an entity, or all where these are no more.
  private func sample(of entity: Entity, _ columns: [Int], limit: Int?) -> Select.Source {
    guard let limit else { return entity.asSource }
    if case .exactly(let count)? = counts[entity.id.index], count <= limit { return entity.asSource }
    return entity.sample(columns, limit: limit)
  }

  private static func isPresent(_ columns: [SQLExpression]) -> SQLExpression {
    let conditions = columns.map { SQLExpression.isNull($0, negated: true) }
    return conditions.dropFirst().reduce(conditions[0]) { .infix($0, "AND", $1) }
  }

  /// As in `author_id IS NOT NULL AND NOT author_id IN (SELECT id FROM author WHERE id IS NOT NULL)`, which reads
  /// the parents once where no index serves.
  private func dangles(_ relationship: Relationship, in schema: Schema) -> SQLExpression {
    let child = schema[relationship.source]
    let parent = schema[relationship.target]
    let keys = zip(relationship.keyComparisons(in: schema.entities), relationship.pairs).map {
      $0.comparable(.column(child.attributes[$1.from].name, of: child.table))
    }
    let columns = relationship.pairs.map {
      SQLExpression.column(parent.attributes[$0.to].name, of: parent.table)
    }
    var parents = Select(columns: columns.map { Select.Column($0) }, from: parent.asSource)
    parents.conditions = [Self.isPresent(columns)]
    let own = relationship.pairs.map { SQLExpression.column(child.attributes[$0.from].name, of: child.table) }
    return .infix(Self.isPresent(own), "AND", .prefix("NOT", .rowWithinSelect(keys, parents)))
  }
}

extension Attribute {
  /// Whether text stays text in it.
  fileprivate var isLikelyText: Bool { affinity == .text }
}

extension Collation {
  fileprivate var isCustom: Bool {
    if case .custom = self { true } else { false }
  }
}
