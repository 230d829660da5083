package import ORM
package import SQL

/// What a path led to, with the session that holds it.
package struct Answer {
  package enum Content {
    case records(Selection)
    /// One value for each record.
    case values(Selection, attribute: Int)
    /// Rows that were read and are kept: distinct values, the rows of a flat path or of SQL.
    case rows(RowBuffer)
    /// Rows that come while they are printed, and only once.
    case stream(RowStream)
    /// One value that SQL worked out.
    case number(Value)
    /// Records with records inside them.
    case nested(NestedRecords)
  }

  package var content: Content
  package let session: Session
  /// Whether one statement gave it, and no records.
  package var isFlat = false
  /// The columns of what is shown.
  package var columns: [Column]
  /// What one row is, in the singular; nil for values and rows of SQL.
  package var entity: EntityID?
  package var isSingle: Bool
  /// Whose attributes the columns are where the rows are no records: of values, and of SQL over one table.
  package var valuesOf: EntityID?
  /// Sources of to-one hops that led to nothing, with the relationship.
  package var skipped: [Skipped] = []

  package struct Column: Hashable, Sendable {
    /// What one cell holds.
    package enum Content: Hashable, Sendable {
      case value
      case values
      case record([Column])
      case records([Column])
    }

    package var name: String
    package var type: String
    package var isKey: Bool
    package var isNumeric: Bool
    /// Worked out by the database, so that no value can be given to it.
    package var isComputed = false
    /// How texts are compared where values of it are kept.
    package var collation = Collation.binary
    package var content = Content.value

    package init(name: String, type: String, isKey: Bool, isNumeric: Bool) {
      self.name = name
      self.type = type
      self.isKey = isKey
      self.isNumeric = isNumeric
    }

    package init(_ attribute: Attribute, isKey: Bool) {
      self.init(
        name: attribute.name, type: attribute.type, isKey: isKey, isNumeric: attribute.affinity.isNumeric)
      isComputed = attribute.generated != .no
      collation = attribute.collation
    }
  }

  package struct Skipped: Hashable, Sendable {
    package var relationship: RelationshipID
    package var count: Int
  }

  /// Rows that are no path's, as those of SQL.
  ///
  /// - Parameter rows: those that are kept, or a stream of them.
  package init(rows: Content, session: Session, columns: [Column], valuesOf table: EntityID? = nil) {
    self.init(content: rows, session: session, columns: columns, entity: nil, isSingle: false)
    valuesOf = table
  }

  init(content: Content, session: Session, columns: [Column], entity: EntityID? = nil, isSingle: Bool) {
    self.content = content
    self.session = session
    self.columns = columns
    self.entity = entity
    self.isSingle = isSingle
  }

  /// The same answer over the same records where another session holds them.
  package func moved(to session: Session, _ selection: Selection) -> Answer {
    var content = content
    switch content {
    case .records: content = .records(selection)
    case .values(_, let attribute): content = .values(selection, attribute: attribute)
    case .rows, .stream, .number, .nested: return self
    }
    var answer = Answer(
      content: content, session: session, columns: columns, entity: entity, isSingle: isSingle)
    answer.isFlat = isFlat
    answer.skipped = skipped
    return answer
  }

  /// The records that it shows as they are in the session.
  package var selection: Selection? {
    switch content {
    case .records(let selection), .values(let selection, _): selection
    case .rows, .stream, .number, .nested: nil
    }
  }

  /// The entity whose attributes the columns are; nil for what is worked out, such as groups.
  package var table: EntityID? {
    if case .values(let selection, _) = content { return selection.entity }
    return entity ?? valuesOf
  }

  /// How many rows there are; nil while they stream.
  package var rowCount: Int? {
    switch content {
    case .records(let selection), .values(let selection, _): selection.slots.count
    case .rows(let buffer): buffer.count
    case .stream: nil
    case .number: 1
    case .nested(let nested): nested.count
    }
  }

  /// What a variable or `_` keeps of it; nil for rows that have gone by.
  package func held() -> Held? {
    switch content {
    case .records(let selection): return .records(selection, isSingle: isSingle)
    case .values(let selection, let attribute):
      return .values(
        selection.slots.map { session.cell(selection.entity, $0, attribute).value },
        session.schema[selection.entity].attributes[attribute].collation)
    case .rows(let buffer):
      return columns.count == 1 ? .values(buffer.values(ofColumn: 0), columns[0].collation) : nil
    case .number(let value): return .values([value], .binary)
    case .stream, .nested: return nil
    }
  }

  /// Lends each row of a flat result in turn, or those of a range; stops when the body returns false.
  package func forEachRow(
    in range: Range<Int>? = nil, _ body: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    switch content {
    case .records(let selection):
      let attributes = Array(session.schema[selection.entity].attributes.indices)
      try session.forEachRow(
        of: selection.entity, selection.slots[range ?? selection.slots.indices], attributes: attributes, body)
    case .values(let selection, let attribute):
      try session.forEachRow(
        of: selection.entity, selection.slots[range ?? selection.slots.indices], attributes: [attribute], body
      )
    case .rows(let buffer): try buffer.forEachRow(in: range ?? 0..<buffer.count, body)
    case .stream(let stream): try stream.run(body)
    case .number(let value): _ = try Row.lending([value], body)
    case .nested: break
    }
  }

  /// Gives each row in turn, whatever it holds, or those of a range; stops when the body returns false.
  package func forEachNestedRow(
    in range: Range<Int>? = nil, _ body: ([NestedValue]) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) {
    guard case .nested(let nested) = content else {
      return try forEachRow(in: range) { row throws(DatabaseError) in try body(row.values.map { .value($0) })
      }
    }
    for index in range ?? 0..<nested.count {
      guard try body(nested.row(index)) else { return }
    }
  }
}

/// Rows that come when they are wanted, and once.
package struct RowStream {
  /// Whether numbers stand in a column, by the kinds of its first values; nil where that is declared.
  package var isNumeric: ((_ column: Int, _ first: [Cell.Kind]) -> Bool)?
  private let send: (_ receive: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void

  package init(
    _ send: @escaping (_ receive: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) -> Void
  ) {
    self.send = send
  }

  /// Those of a statement.
  init(executor: Executor, query: Query, cause: Cause) {
    self.init { receive throws(DatabaseError) in try executor.run(query, cause: cause, receive) }
  }

  func run(_ body: (Row) throws(DatabaseError) -> Bool) throws(DatabaseError) { try send(body) }
}
