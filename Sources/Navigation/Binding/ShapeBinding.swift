import Language
import ORM

/// Binds what stands in braces after records: each field is a path from the record.
struct ShapeBinding {
  private let binder: Binder
  private let entity: EntityID

  init(_ binder: Binder, entity: EntityID, of path: BoundPath) {
    var binder = binder
    binder.isInClosure = path.steps.last?.closure != nil
    self.binder = binder
    self.entity = entity
  }

  func shape(_ fields: [Field]) throws(Diagnostic) -> BoundShape {
    var shape = BoundShape(fields: [])
    var names: Set<String> = []
    for field in fields {
      var binding = PathBinding(binder: binder, field: field, of: entity)
      for hop in field.hops { try binding.bind(hop) }
      let path = try binding.finished()
      if case .groups = path.output { throw Diagnostic(.misplaced(.groupInShape), at: field.range) }
      let name = Self.name(of: field)
      guard names.insert(name).inserted else {
        throw Diagnostic(.misplaced(.fieldTwice(name)), at: field.alias?.range ?? field.range)
      }
      shape.fields.append(BoundField(name: name, path: path))
    }
    return shape
  }

  static func name(of field: Field) -> String { field.alias?.text ?? name(of: field.hops) }

  /// The names in the hops, as in `books`, `country.name`, `books.count`.
  static func name(of hops: [Hop]) -> String {
    var parts: [String] = []
    for hop in hops {
      switch hop.kind {
      case .member(let name, _), .closure(let name, _, _): parts.append(name.text)
      case .verb(let name, _): if AggregateFunction(rawValue: name.text) != nil { parts.append(name.text) }
      case .keys, .slice, .filter, .shape: break
      }
    }
    return parts.joined(separator: ".")
  }
}
