import SQL

/// A relationship of an entity with itself, followed by one statement until nothing new is met.
struct Recursion {
  let definition: Select.Recursion
  /// The recursion as something to select from, and its columns.
  let table: Select.Source
  let names: [Select.Column]
}

extension StatementBuilder {
  /// `WITH RECURSIVE reached(id) AS (VALUES (?) UNION SELECT librarian.id FROM reached JOIN librarian ON
  /// librarian.manager_id = reached.id)`: the keys that a relationship starts from, all of those that it leads to.
  ///
  /// UNION keeps each key once, which ends every cycle. `SELECT` of the target by its key, or of the targets by the
  /// key of their parent, turns the keys into links.
  mutating func recursion(over relationship: Relationship, from start: Select.Recursion.Start) -> Recursion {
    let attributes = schema[relationship.source].attributes
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map { attributes[$0.from].name }
    let name = recursionName()
    // Inside the recursion nothing of the statement around it is seen, so the tables keep their own names there.
    var inner = StatementBuilder(schema: schema)
    var target = inner.targets(of: relationship)
    if !target.isPlain { target.wrap(positionName: target.positionName) }
    var step = Select(
      columns: columns.map { Select.Column(.column($0, of: target.alias)) },
      from: .table(schema: nil, name: name, alias: name))
    step.joins = [
      Select.Join(.inner, target.source, on: join(relationship, from: name, to: target))
    ]
    return Recursion(
      definition: Select.Recursion(name: name, columns: columns, start: start, step: step),
      table: .table(schema: nil, name: name, alias: name),
      names: columns.map { Select.Column(.column($0, of: name)) })
  }

  /// A name that no table has, which it would hide.
  mutating func recursionName() -> String {
    var name = "reached"
    while schema.entities.contains(where: { $0.table.lowercased() == name }) { name += "_" }
    return alias(for: name)
  }
}
