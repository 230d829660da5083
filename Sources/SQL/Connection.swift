/// All that an engine must be.
///
/// Capabilities are asked, never assumed; nothing above an engine knows which one it is.
package protocol Connection: AnyObject {
  var dialect: Dialect { get }
  var limits: EngineLimits { get }

  /// Everything the database says of its tables. Reads the schema only, never the data.
  func catalog() throws(DatabaseError) -> Catalog

  /// A statement ready to run; the same text gives the same prepared statement again.
  func prepare(_ sql: String) throws(DatabaseError) -> any PreparedStatement

  /// Prepares the first statement of a text that a person typed and takes it off; nil when only blanks and
  /// comments are left.
  ///
  /// - Parameter toRun: whether the statement is wanted to be run. Otherwise, and where it only asks how another would
  ///   be run, nothing is changed: one that the engine carries out while it reads it is refused.
  func prepareFirst(
    of text: inout Substring, toRun: Bool
  ) throws(DatabaseError) -> (any PreparedStatement)?

  /// How the engine would run a statement, with nothing bound; asking is in no log and reads no data.
  func plan(of sql: String) throws(DatabaseError) -> QueryPlan

  /// Takes one consistent snapshot for what follows until `endReading`; nests no further.
  func beginReading() throws(DatabaseError)
  /// Ends a line: gives back the snapshot, if there is one, and what follows may wait for locks anew, as long as one
  /// statement would.
  func endReading()

  /// Runs something between two keystrokes: none of its statements waits for a lock.
  ///
  /// - Returns: what it gave, and whether a lock kept it from finding more.
  func withoutWaiting<R>(_ body: () -> R) -> (result: R, wasLocked: Bool)

  /// How many statements the engine's own trace has reported, transaction control and introspection left out.
  var tracedStatements: Int { get }

  /// Rows that statements have given so far, those of one that still runs included.
  var rowsGiven: Int { get }

  /// Fails when a person has asked to stop, for work between statements.
  func checkInterrupt() throws(DatabaseError)

  /// Called before each statement and now and then while one runs, on the same thread; nil for nobody.
  ///
  /// It must be quick, and must not use the connection for anything but its counters.
  var onProgress: (() -> Void)? { get set }

  /// Two numbers that change when anyone else changes the data or the schema.
  func changeCounters() throws(DatabaseError) -> ChangeCounters

  /// The first rows of a question of Kin's own, which no log and no count mentions.
  ///
  /// It waits for no lock and stops at the allowance, from which it takes what it used.
  ///
  /// - Returns: nil when the allowance did not suffice or the question failed.
  func probe(_ query: Query, rows: Int, within allowance: inout ProbeAllowance) -> [[Value]]?

  /// Runs a body whose statements stop at the allowance, from which they take what they used.
  ///
  /// - Returns: nil when the allowance did not suffice. What goes wrong otherwise is thrown.
  func run<R>(
    within allowance: inout ProbeAllowance, _ body: () throws(DatabaseError) -> R
  ) throws(DatabaseError) -> R?

  /// What the engine knows of a table, and no more than that: nothing is scanned.
  func statistics(ofTable table: String, in schema: String) -> TableStatistics
  /// The statements that make a table or view, then its indexes and triggers, as the database holds them.
  ///
  /// None where the engine does not hold them.
  func definitions(ofTable table: String, in schema: String) throws(DatabaseError) -> [String]

  /// What the engine finds damaged in the database as a whole, in its own words; reads all of it.
  func integrityProblems() throws(DatabaseError) -> [String]

  /// The foreign keys for whose sake a statement was refused; none where the engine cannot tell.
  ///
  /// The statement may be run once more, and undone.
  func brokenReferences(by sql: String, after error: DatabaseError) -> [BrokenReference]

  /// Writes the database as it now stands into a new file; nothing of the database changes, and what is attached to it is
  /// no part of it.
  ///
  /// The file is there when all of it is, and not before: where this fails, or a person stops it, nothing is left.
  ///
  /// - Parameters:
  ///   - path: of a file that is not there.
  ///   - tell: is told now and then how much of it is done, in parts of the whole.
  /// - Returns: how many bytes the file has.
  func backup(
    to path: String, _ tell: (_ done: Int, _ total: Int) -> Void
  ) throws(DatabaseError) -> Int

  var mayWrite: Bool { get }
  var isInTransaction: Bool { get }
}

extension Connection {
  /// The same, to run it.
  package func prepareFirst(of text: inout Substring) throws(DatabaseError) -> (any PreparedStatement)? {
    try prepareFirst(of: &text, toRun: true)
  }

  /// The number in the first row of a question of Kin's own.
  ///
  /// - Returns: nil when there is no answer, or it is no whole number.
  package func probe(_ query: Query, within allowance: inout ProbeAllowance) -> Int? {
    guard case .integer(let number)? = probe(query, rows: 1, within: &allowance)?.first?.first else {
      return nil
    }
    return Int(number)
  }
}

/// One statement, prepared once and run as often as needed.
package protocol PreparedStatement: AnyObject {
  /// The text as the engine holds it.
  var sql: String { get }
  var columns: [ResultColumn] { get }
  /// The engine's word that the statement changes nothing.
  var isReadOnly: Bool { get }
  /// Whether its rows may come from several SELECTs, as those of a UNION: the origins of the columns then hold
  /// for the first of them only.
  var mixesSelects: Bool { get }
  /// What the last run took until it failed or was stopped; nil where it succeeded, or failed before anything was sent.
  var failedRun: RunFacts? { get }

  /// Runs the statement and lends each row; `receive` returns false to stop.
  func run(
    _ bindings: [Value], _ receive: (Row) throws(DatabaseError) -> Bool
  ) throws(DatabaseError) -> RunFacts
}

/// A column of a result as the engine describes it.
package struct ResultColumn: Hashable, Sendable {
  package var name: String
  /// nil for an expression, and where the column of a table has no type.
  package var declaredType: String?
  /// The column of a table whose value it is, unchanged; nil for an expression.
  package var origin: ColumnOrigin?

  package init(name: String, declaredType: String? = nil, origin: ColumnOrigin? = nil) {
    self.name = name
    self.declaredType = declaredType
    self.origin = origin
  }
}

/// Where the values of a result's column come from, through views, subselects and aliases.
package struct ColumnOrigin: Hashable, Sendable {
  package var schema: String
  package var table: String
  /// The name of the hidden identity, `rowid`, where that is what was selected.
  package var column: String

  package init(schema: String, table: String, column: String) {
    self.schema = schema
    self.table = table
    self.column = column
  }
}

/// What one run took.
package struct RunFacts: Hashable, Sendable {
  package var rows: Int
  package var nanoseconds: Int64
  package var changes: RowChanges
  package var work: EngineWork

  package init(
    rows: Int, nanoseconds: Int64, changes: RowChanges = RowChanges(), work: EngineWork = EngineWork()
  ) {
    self.rows = rows
    self.nanoseconds = nanoseconds
    self.changes = changes
    self.work = work
  }
}

/// Rows that a write changed.
package struct RowChanges: Hashable, Sendable {
  /// Those that the statement is about.
  package var own: Int
  /// Those changed by foreign-key actions and triggers.
  package var further: Int
  /// Whether a trigger fired, so that not all the further ones need be those of foreign keys.
  package var firedTriggers: Bool
  /// The further ones by table and by what happened to them; those that the engine cannot tell are missing.
  package var byTable: [FurtherChange]

  package init(
    own: Int = 0, further: Int = 0, firedTriggers: Bool = false, byTable: [FurtherChange] = []
  ) {
    self.own = own
    self.further = further
    self.firedTriggers = firedTriggers
    self.byTable = byTable
  }
}

/// Rows of one table to which foreign keys and triggers did the same.
package struct FurtherChange: Hashable, Sendable {
  package enum Kind: Hashable, Sendable, CaseIterable {
    case deleted
    /// A reference became NULL.
    case setNull
    /// A reference became what the column has by default.
    case setDefault
    case updated
    case inserted
  }

  package var schema: String
  package var table: String
  package var kind: Kind
  package var rows: Int

  package init(schema: String, table: String, kind: Kind, rows: Int) {
    self.schema = schema
    self.table = table
    self.kind = kind
    self.rows = rows
  }
}

/// What an engine did for a statement besides giving its rows, by its own counters.
package struct EngineWork: Hashable, Sendable {
  /// Steps from one row to the next while a whole table or index was read: for each time one less than its rows.
  package var scannedRows: Int
  /// How often rows had to be sorted, because no index gave the order.
  package var sorts: Int
  /// Rows put into indexes that were made for this one run, and thrown away; counted as `scannedRows` are.
  package var automaticIndexRows: Int

  package init(scannedRows: Int = 0, sorts: Int = 0, automaticIndexRows: Int = 0) {
    self.scannedRows = scannedRows
    self.sorts = sorts
    self.automaticIndexRows = automaticIndexRows
  }

  package static func += (left: inout EngineWork, right: EngineWork) {
    left.scannedRows += right.scannedRows
    left.sorts += right.sorts
    left.automaticIndexRows += right.automaticIndexRows
  }
}

package struct EngineLimits: Hashable, Sendable {
  package var parameters: Int
  package var joinedTables: Int
  package var resultColumns: Int

  package init(parameters: Int, joinedTables: Int, resultColumns: Int) {
    self.parameters = parameters
    self.joinedTables = joinedTables
    self.resultColumns = resultColumns
  }
}

package struct ChangeCounters: Hashable, Sendable {
  package var data: Int64
  package var schema: Int64

  package init(data: Int64, schema: Int64) {
    self.data = data
    self.schema = schema
  }
}
