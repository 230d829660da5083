import Language
import ORM
import SQL

/// What can be typed of one entity, for sentences that say what is wrong with a line.
struct EntityExamples {
  private let schema: Schema
  private let entity: Entity

  init(_ schema: Schema, _ id: EntityID) {
    self.schema = schema
    entity = schema[id]
  }

  private var name: String { SyntaxPrinter.root(entity.name) }

  /// Of what has no key: by position, and by a condition.
  var withoutKey: [String] {
    let condition = entity.attributes.indices.first.map { "by a condition: \(name)[\(comparison(of: $0))]" }
    return ["By position: \(name)[0:1]"] + [condition].compactMap { $0 }
  }

  /// For a key with too many or too few values: one that is right, and what several may have meant.
  func instead(of keys: [Literal]) -> [String] {
    let columns = entity.primaryKey.map { entity.attributes[$0] }
    let one = "\(name)[\(columns.enumerated().map { value(of: $1, $0 + 1) }.joined(separator: ", "))]"
    guard columns.count == 1, keys.count > 1, keys.count < 10 else { return ["As in: \(one)"] }
    let list = keys.map { SyntaxPrinter.text(of: $0.kind) }.joined(separator: ", ")
    return ["One: \(one)", "several: \(name)[\(SyntaxPrinter.operand(columns[0].name)) in (\(list))]"]
  }

  /// Conditions on a record.
  ///
  /// - Parameter operand: what a condition was to be about.
  func conditions(about operand: TypedText?) -> [String] {
    var conditions: [String] = []
    if let operand, !operand.isLiteral {
      switch operand.type {
      case .text: conditions.append("\(operand.text) like \"A%\"")
      case .date: conditions.append("\(operand.text) > \"2000-01-01\"")
      case .number, .boolean, .any: conditions.append("\(operand.text) is not null")
      }
    } else if let index = number ?? entity.label.last ?? entity.attributes.indices.first {
      conditions.append(comparison(of: index))
    }
    let relationships = entity.relationships.map { schema[$0] }
    if let index = nullable ?? entity.attributes.indices.first {
      conditions.append("\(SyntaxPrinter.operand(entity.attributes[index].name)) is null")
    }
    if let many = relationships.first(where: \.isToMany) {
      conditions.append("\(SyntaxPrinter.operand(many.name)).any()")
    }
    return conditions.enumerated().map { $0 == 0 ? "As in: \($1)" : $1 }
  }

  private func comparison(of index: Int) -> String {
    let attribute = entity.attributes[index]
    let name = SyntaxPrinter.operand(attribute.name)
    switch ValueFitting.type(of: attribute) {
    case .number: return "\(name) > 10"
    case .text: return "\(name) like \"A%\""
    case .boolean: return "\(name) = true"
    case .date: return "\(name) > \"2000-01-01\""
    case .any: return "\(name) is not null"
    }
  }

  /// A value that a column could hold.
  private func value(of attribute: Attribute, _ number: Int) -> String {
    switch attribute.affinity {
    case .text: "\"A\""
    case .integer, .real, .numeric, .blob: String(number)
    }
  }

  /// The first attribute that holds numbers which are no keys.
  private var number: Int? {
    entity.attributes.indices.first { index in
      !isKey(index) && ValueFitting.type(of: entity.attributes[index]) == .number
    }
  }

  private var nullable: Int? {
    entity.attributes.indices.first { !isKey($0) && entity.attributes[$0].isNullable }
  }

  private func isKey(_ index: Int) -> Bool {
    entity.primaryKey.contains(index)
      || entity.relationships.contains { id in
        schema[id].kind.isForward && schema[id].pairs.contains { $0.from == index }
      }
  }
}
