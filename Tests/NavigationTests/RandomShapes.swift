import ORM
import SQL
import TestSupport

/// Shapes: braces with fields, inside one another.
extension RandomPath {
  /// - Parameter hasDepth: whether a closure comes before the braces.
  mutating func shape(of entity: Entity, depth: Int, hasDepth: Bool) -> ([OracleField], String) {
    var fields: [OracleField] = []
    var texts: [String] = []
    for number in 0..<Int.random(in: 1...4, using: &generator) {
      var (field, text) = field(of: entity, depth: depth, hasDepth: hasDepth)
      // What a closure is called in a field is settled by an alias.
      let needsAlias =
        fields.contains { $0.name == field.name } || field.steps.contains { $0.closure != nil }
      if needsAlias || generator.chance(20) {
        field.name = "f\(number)"
        text = "\(field.name): \(text)"
      }
      fields.append(field)
      texts.append(text)
    }
    return (fields, "{\(texts.joined(separator: ", "))}")
  }

  private mutating func field(
    of entity: Entity, depth: Int, hasDepth: Bool
  ) -> (OracleField, String) {
    if hasDepth, !Self.hasAttribute("depth", entity), generator.chance(30) {
      return (OracleField(name: "depth", ending: .values(OracleValues(column: .depth))), "depth")
    }
    var typed = ""
    var steps: [OraclePath.Step] = []
    var target = entity
    if generator.chance(65) {
      for _ in 0..<generator.pick([1, 1, 1, 2]) {
        guard let step = step(from: target, &typed) else { break }
        steps.append(step)
        target = schema[step.relationship.target]
      }
    }
    var members = steps.map(\.relationship.name)
    let ending: OraclePath.Ending
    switch steps.isEmpty ? 7 : Int.random(in: 0..<8, using: &generator) {
    case 0: ending = .records
    case 1..<4 where depth > 1:
      let (fields, text) = shape(of: target, depth: depth - 1, hasDepth: steps.last?.closure != nil)
      typed += text
      ending = .shape(fields)
    case 4..<6:
      let (aggregate, text, name) = number(of: target)
      typed += text
      members += name
      ending = aggregate
    default:
      if steps.last?.closure != nil, !Self.hasAttribute("depth", target), generator.chance(40) {
        typed += ".depth"
        members.append("depth")
        ending = .values(OracleValues(column: .depth))
      } else {
        let attribute = Int.random(in: target.attributes.indices, using: &generator)
        typed += ".\(target.attributes[attribute].name)"
        members.append(target.attributes[attribute].name)
        ending = .values(OracleValues(column: .attribute(attribute)))
      }
    }
    let field = OracleField(name: members.joined(separator: "."), steps: steps, ending: ending)
    return (field, String(typed.dropFirst()))
  }

  /// A number at the end of a field: over records, or over the values of an attribute.
  private mutating func number(of entity: Entity) -> (OraclePath.Ending, String, [String]) {
    if generator.chance(30) {
      let index = Int.random(in: entity.attributes.indices, using: &generator)
      let expression = OracleExpression.attribute([], index)
      let isExact = entity.attributes[index].affinity.isNumeric && oracle.isExact(expression, entity.id)
      let functions: [OracleAggregate.Function] =
        isExact
        ? [.sum, .avg, .min, .max] : oracle.isUnambiguous(expression, entity.id) ? [.min, .max] : [.count]
      let function = generator.pick(functions)
      let name = entity.attributes[index].name
      return (
        .number(OracleAggregate(function: function), of: OracleValues(column: .attribute(index))),
        ".\(name).\(function.rawValue)()", [name, function.rawValue]
      )
    }
    let (aggregate, text) =
      aggregate(of: entity, depth: 1, isCondition: nil) ?? (OracleAggregate(function: .count), "count()")
    return (.number(aggregate, of: nil), ".\(text)", [aggregate.function.rawValue])
  }
}
