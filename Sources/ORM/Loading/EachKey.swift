import SQL

/// A statement for one key, prepared once and run for each.
struct EachKey {
  private let load: LoadStatement
  private let prepared: any PreparedStatement
  private let executor: Executor
  private let cause: Cause
  private var reader: RowReader

  init(_ load: LoadStatement, session: Session, cause: Cause) throws(DatabaseError) {
    self.load = load
    self.cause = cause
    executor = session.executor
    prepared = try executor.connection.prepare(load.query.sql)
    reader = RowReader(load.layout, session: session)
  }

  /// Adds the records that a key leads to, in order.
  mutating func append(recordsOf key: Key, to records: inout [Slot]) throws(DatabaseError) {
    reader.restart()
    try executor.run(prepared, load.query.values(keys: key.values), cause: cause) {
      row throws(DatabaseError) in
      let (record, isNew) = reader.read(row)
      if isNew { records.append(record) }
      return true
    }
    reader.finish()
  }
}
