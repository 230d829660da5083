package import SQL

extension Connection {
  /// The statement that makes an index on columns of an entity, under the first name that is free.
  package func indexDefinition(
    on entity: Entity, columns: [Int], isUnique: Bool = false
  ) -> String {
    let columns = columns.map { entity.attributes[$0].name }
    let name = ([entity.table] + columns).joined(separator: "_")
    func definition(_ name: String) -> String {
      dialect.indexDefinition(
        name: name, schema: entity.qualifier, table: entity.table,
        columns: columns, isUnique: isUnique)
    }
    for number in 1...9 {
      let text = definition(number == 1 ? name : "\(name)_\(number)")
      var rest = Substring(text)
      do throws(DatabaseError) {
        // The engine says so where something has this name.
        _ = try prepareFirst(of: &rest)
        return text
      } catch { continue }
    }
    return definition(name)
  }
}
