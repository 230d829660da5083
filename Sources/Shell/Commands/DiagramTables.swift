import Rendering
import SQL

/// What a diagram draws as tables, for formats that are read by programs.
extension Diagram {
  var heldTables: [HeldTable] {
    [HeldTable(entityTable, name: "entities"), HeldTable(relationshipTable, name: "relationships")]
  }

  private var entityTable: HeldTable.Form {
    HeldTable.Form(
      ["entity", "kind", "key", "attributes"],
      entities.map { entity in
        let key = entity.columns.filter(\.isKey).map(\.name)
        return Self.row(
          entity.name, entity.kind ?? "table", key.isEmpty ? nil : key.joined(separator: ", "))
          + [.integer(Int64(entity.columns.count))]
      }, numeric: ["attributes"], emptyText: "")
  }

  /// Each relationship once, from the entity that refers to the one that it refers to.
  private var relationshipTable: HeldTable.Form {
    HeldTable.Form(
      ["entity", "relationship", "kind", "to", "required", "inverse", "through", "on delete", "inferred"],
      relationships.map { relationship in
        Self.row(
          entities[relationship.child].name, relationship.name, relationship.kind,
          entities[relationship.parent].name, relationship.parentEnd == .one ? "yes" : "no",
          relationship.inverse, relationship.junction, relationship.onDelete,
          relationship.isInferred ? "yes" : "no")
      }, emptyText: "")
  }

  private static func row(_ texts: String?...) -> [Value] { texts.map { $0.map { Value($0) } ?? .null } }
}

extension Diagram.Relationship {
  /// What it is from the entity that refers to the other.
  fileprivate var kind: String {
    switch (childEnd, parentEnd) {
    case (.many, .many): "many-to-many"
    case (.many, .one), (.many, .oneOrNone): "many-to-one"
    case (.one, .many), (.oneOrNone, .many): "one-to-many"
    case (.one, .one), (.one, .oneOrNone), (.oneOrNone, .one), (.oneOrNone, .oneOrNone): "one-to-one"
    }
  }
}
