import Language
package import ORM
import SQL

/// Paths that work on the schema at hand.
package struct Examples {
  /// With what each of them means.
  package let paths: [(String, String)]
  /// A path over a to-many relationship, for commands that take one.
  let path: String
  let root: String

  package init(schema: Schema) {
    func name(_ text: String) -> String { SyntaxPrinter.name(text) }
    // What leads to something that leads further, and is called by a name, says most about a database.
    let entities = schema.entities.filter { $0.kind == .table && !$0.isJunction }
    func children(_ entity: Entity) -> [Entity] {
      entity.relationships.map { schema[$0] }
        .filter { $0.kind == .oneToMany && $0.target != entity.id && schema[$0.target].label != nil }
        .map { schema[$0.target] }
    }
    func score(_ entity: Entity) -> Int {
      let label = entity.label.map { entity.attributes[$0].name.lowercased() }
      let children = children(entity)
      return (label == nil ? 0 : 4) + (label == "name" || label == "title" ? 2 : 0)
        + (children.isEmpty ? 0 : 4)
        + (children.contains { !$0.relationships.allSatisfy { !schema[$0].kind.isToMany } } ? 2 : 0)
    }
    guard let entity = entities.max(by: { score($0) < score($1) }) ?? schema.entities.first else {
      paths = []
      path = "author.books"
      root = "author"
      return
    }
    let label = entity.label.map { name(entity.attributes[$0].name) }
    root = name(entity.name)
    var paths = [(root, "all records of an entity")]
    let isIntegerKey =
      entity.primaryKey.count == 1 && entity.attributes[entity.primaryKey[0]].affinity == .integer
    let one = isIntegerKey ? "\(root)[1]" : "\(root).first()"
    paths.append((one, isIntegerKey ? "one record, by primary key" : "the first record"))
    if let label { paths.append(("\(one).\(label)", "one value")) }
    func interest(_ relationship: Relationship) -> Int {
      (schema[relationship.target].label == nil ? 0 : 2) + (relationship.target == entity.id ? 0 : 1)
    }
    let many = entity.relationships.map { schema[$0] }.filter(\.isToMany).max { interest($0) < interest($1) }
    var longest = root
    if let many {
      let target = schema[many.target]
      let end = target.label.map { "." + name(target.attributes[$0].name) } ?? ""
      paths.append(("\(one).\(name(many.name))\(end)", "its \(many.name), by name"))
      longest = "\(root).\(name(many.name))\(end)"
      paths.append(("\(root).\(name(many.name))!\(end)", "all of them, loaded together: eagerly"))
      paths.append(("\(root).\(name(many.name)).count()", "counted by SQL"))
    }
    if let label {
      paths.append(("\(root)[\(label) like \"A%\"][:5]", "a filter, and positions"))
    }
    paths.append(("a = \(one)", "a name for a result, to go on from"))
    path = longest
    self.paths = paths
  }
}
