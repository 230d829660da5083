import SQL

/// A relationship of an entity with itself, followed by one statement until nothing new is met.
struct Recursion {
  let definition: Select.CommonTable
  /// The recursion as something to select from, and its columns.
  let table: Select.Source
  let names: [Select.Column]
}

/// Which records are members of which of several sets.
struct SetMembership {
  let definition: Select.CommonTable
  /// Leaves of the records those that are members, as often as they are.
  let join: Select.Join
  /// The number of the set.
  let number: SQLExpression
}

extension StatementBuilder {
  /// `WITH member(number, id) AS (VALUES (?, ?), …)`: so many members, each by the number of its set and its key.
  mutating func membership(of identity: [SQLExpression], members: Int) -> SetMembership {
    let name = commonTableName("member")
    let columns = ["number"] + identity.indices.map { "key_\($0 + 1)" }
    let table = Select.Source.table(schema: nil, name: name, alias: name)
    return SetMembership(
      definition: Select.CommonTable(name: name, columns: columns, start: .keys(members)),
      join: Select.Join(
        .inner, table, on: zip(identity, columns.dropFirst()).map { .infix($0, "=", .column($1, of: name)) }),
      number: .column(columns[0], of: name))
  }

  /// `WITH RECURSIVE reached(id) AS (VALUES (?) UNION SELECT librarian.id FROM reached JOIN librarian ON
  /// librarian.manager_id = reached.id)`: the keys that a relationship starts from, all of those that it leads to.
  ///
  /// UNION keeps each key once, which ends every cycle. `SELECT` of the target by its key, or of the targets by the
  /// key of their parent, turns the keys into links.
  mutating func recursion(over relationship: Relationship, from start: Select.CommonTable.Start) -> Recursion
  {
    let attributes = schema[relationship.source].attributes
    let columns = (relationship.junction?.sourcePairs ?? relationship.pairs).map { attributes[$0.from].name }
    let name = commonTableName("reached")
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
      definition: Select.CommonTable(name: name, columns: columns, start: start, step: step),
      table: .table(schema: nil, name: name, alias: name),
      names: columns.map { Select.Column(.column($0, of: name)) })
  }

  /// A name like this one that no table has, which it would hide.
  mutating func commonTableName(_ base: String) -> String {
    var name = base
    while schema.entities.contains(where: { $0.table.lowercased() == name }) { name += "_" }
    return alias(for: name)
  }
}
