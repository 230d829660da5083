import Language
package import ORM
import SQL

/// Rows read in vain, for want of an index on the columns by which others were looked for.
///
/// The engine's own counters say that a statement read whole tables; only then is its plan asked for. A line that
/// is meant to read everything reads nothing in vain.
package struct MissingIndex: Hashable, Sendable {
  package enum Reading: Hashable, Sendable {
    /// The table read from one end to the other, so many times.
    case scans(rowsEach: Int, times: Int)
    /// So many rows read in all, where a table is read again for each row of another.
    case rows(Int)
    /// An index made by the engine for each of so many runs, and thrown away.
    case automaticIndex(rowsEach: Int, times: Int)
  }

  /// Rows read in vain on one line, below which nobody notices: about a tenth of a millisecond.
  static let noticeableRows = 1_000
  /// Rows of a table that lies on a page or two, and is read whole as soon as it is looked up in.
  static let smallTable = 100

  package var table: String
  package var columns: [String]
  package var reading: Reading
  /// The statement that makes the index.
  package var create: String

  package static func find(in path: BoundPath, session: Session) -> [MissingIndex] {
    let groups = session.executor.log.groups.filter { group in
      group.wasted >= noticeableRows
        || group.work.automaticIndexRows + group.count >= noticeableRows
    }
    guard !groups.isEmpty else { return [] }
    return Search(path: path, session: session, lookups: path.lookups(in: session.schema)).findings(groups)
  }
}

/// Columns that a piece of the path looks rows up by, and no index serves.
private struct Lookup: Hashable {
  enum Asker: Hashable {
    /// The hop of this mark; `all` when it takes all that it finds, so that many keys at once may mean everything.
    case hop(mark: Int, takesAll: Bool)
    /// A condition somewhere in the path.
    case condition
    /// A condition that holds for one value only, on the records that the path begins with.
    case root
  }

  var lookedUp: LookedUp
  var asker: Asker
}

private struct Search {
  let path: BoundPath
  let session: Session
  let lookups: [Lookup]

  private var schema: Schema { session.schema }

  func findings(_ groups: [StatementGroup]) -> [MissingIndex] {
    var found: [MissingIndex] = []
    var done: Set<LookedUp> = []
    for group in groups {
      let plan: QueryPlan
      do throws(DatabaseError) {
        plan = try session.executor.connection.plan(of: group.sql)
      } catch { continue }
      for lookup in lookups where !done.contains(lookup.lookedUp) {
        guard let reading = reading(of: lookup, in: plan, of: group) else { continue }
        done.insert(lookup.lookedUp)
        found.append(finding(lookup.lookedUp, reading))
      }
    }
    return found
  }

  private func reading(
    of lookup: Lookup, in plan: QueryPlan, of group: StatementGroup
  ) -> MissingIndex.Reading? {
    let entity = schema[lookup.lookedUp.entity]
    let names = lookup.lookedUp.columns.map { entity.attributes[$0].name }
    for reading in plan.readings where FoldedName(reading.table) == FoldedName(entity.table) {
      switch reading.access {
      case .automaticIndex(let terms):
        let rows = group.work.automaticIndexRows
        guard rows > 0,
          terms.contains(where: { term in names.contains { FoldedName($0) == FoldedName(term.column) } })
        else { continue }
        return .automaticIndex(rowsEach: rows / group.count + 1, times: group.count)
      case .all:
        guard group.wasted >= MissingIndex.noticeableRows else { continue }
        if reading.isRepeated, lookup.asker != .root {
          return .rows(group.work.scannedRows)
        }
        let each = group.work.scannedRows / group.count + 1
        if !reading.isRepeated, isInVain(lookup, group), each >= MissingIndex.smallTable {
          return .scans(rowsEach: each, times: group.count)
        }
      case .key, .index, .ownWay: break
      }
    }
    return nil
  }

  /// Whether a statement that begins with this table was looking for few of its rows.
  private func isInVain(_ lookup: Lookup, _ group: StatementGroup) -> Bool {
    switch lookup.asker {
    case .condition: return false
    // A tenth of a table is found sooner by an index than by reading it all.
    case .root: return group.rows <= group.work.scannedRows / 10
    case .hop(let mark, let takesAll):
      guard group.cause.mark == mark, let name = group.cause.strategy,
        let strategy = LoadingStrategy(rawValue: name)
      else { return false }
      switch strategy {
      case .lazy: return true
      // Most keys of a table at once are most of its rows, unless they are not there.
      case .peers, .selectin, .subquery: return takesAll && group.rows <= group.work.scannedRows / 10
      case .joined, .flat, .raise: return false
      }
    }
  }

  private func finding(_ lookedUp: LookedUp, _ reading: MissingIndex.Reading) -> MissingIndex {
    let entity = schema[lookedUp.entity]
    let columns = lookedUp.columns.map { entity.attributes[$0].name }
    return MissingIndex(
      table: entity.name, columns: columns, reading: reading,
      create: session.executor.connection.indexDefinition(on: entity, columns: lookedUp.columns))
  }
}

extension StatementGroup {
  /// Rows that were read by scans and did not come out.
  fileprivate var wasted: Int { work.scannedRows - rows }
}

extension BoundPath {
  /// What is looked up on the way without an index.
  fileprivate func lookups(in schema: Schema) -> [Lookup] {
    var lookups: [Lookup] = []
    func add(_ relationship: RelationshipID, _ asker: Lookup.Asker) {
      lookups += schema.lookupsWithoutIndex(schema[relationship]).map { Lookup(lookedUp: $0, asker: asker) }
    }
    func add(_ refinements: [Refinement]) {
      for expression in refinements.flatMap(\.expressions) {
        for relationship in expression.relationships.sorted(by: { $0.index < $1.index }) {
          add(relationship, .condition)
        }
      }
    }
    func add(_ path: BoundPath) {
      add(path.refinements)
      for step in path.ahead + path.steps { add(step, path) }
      if let argument = path.aggregate?.argument { add([.filter(argument)]) }
      switch path.output {
      case .records, .values, .depth: break
      case .shape(let shape): for field in shape.fields { add(field.path) }
      case .groups(let groups):
        let expressions =
          groups.grouping.keys.map(\.value) + groups.grouping.aggregates.compactMap(\.argument)
        add(expressions.map { .filter($0) })
      }
    }
    func add(_ step: BoundStep, _ path: BoundPath) {
      let takesAll = step.refinements.isEmpty && path.aggregate == nil
      add(step.relationship.id, .hop(mark: path.aggregate?.mark ?? step.mark, takesAll: takesAll))
      if path.aggregate != nil { add(step.relationship.id, .hop(mark: step.mark, takesAll: false)) }
      add(step.refinements)
      for step in step.ahead { add(step, path) }
    }
    add(self)
    if case .entity(let id) = root, schema[id].kind == .table {
      for case .filter(let condition) in refinements {
        var seen: Set<Int> = []
        let columns = condition.attributesThatMustEqual.filter { seen.insert($0).inserted }
        let lookedUp = LookedUp(id, columns)
        if !columns.isEmpty, !schema.isIndexed(lookedUp) {
          lookups.append(Lookup(lookedUp: lookedUp, asker: .root))
        }
      }
    }
    return lookups
  }
}
