import Language
import Navigation
import ORM
import SQL

/// How one comes to the records of typed SQL again.
extension SQLResult {
  /// More keys are no line that anybody types.
  private static let mostKeys = 8

  /// A path by their keys, where they are few and in the order of these; else what goes on from the SQL itself.
  func way(in schema: Schema) -> LastResult.Way? {
    guard case .entity(let identity) = owner else { return nil }
    let start = SourceRange(0, 0)
    let again = LastResult.Way(
      path: PathSyntax(root: .lastResult(start), hops: [], range: start), statements: 1)
    let entity = schema[identity.entity]
    guard identity.key == entity.primaryKey, identity.key.count == 1, (1...Self.mostKeys).contains(rows.count)
    else { return again }
    let keys = (0..<rows.count).compactMap { row -> Int64? in
      if case .integer(let key) = rows.cell(row, identity.keyColumns[0]).value { key } else { nil }
    }
    guard keys.count == rows.count, zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }) else { return again }
    let hop: Hop.Kind
    if keys.count == 1 {
      hop = .keys([Literal(.integer(keys[0]), range: start)])
    } else {
      let name = Name(entity.attributes[identity.key[0]].name, range: start)
      let key = Expression(.path([Hop(.member(name, eager: nil), range: start)]), range: start)
      let list = keys.map { Expression(.literal(.integer($0)), range: start) }
      hop = .filter(Expression(.within(key, list, negated: false), range: start))
    }
    let root = Name(entity.name, range: start)
    return LastResult.Way(
      path: PathSyntax(root: .name(root), hops: [Hop(hop, range: start)], range: start), statements: 1)
  }
}
