import Language
package import ORM
import SQL

/// What can be typed of one entity, for sentences that say what is wrong with a line.
package struct EntityExamples {
  private let schema: Schema
  private let entity: Entity

  package init(_ schema: Schema, _ id: EntityID) {
    self.schema = schema
    entity = schema[id]
  }

  private var name: String { SyntaxPrinter.root(entity.name) }

  /// Of what has no key: by position, and by a condition.
  var withoutKey: [Example] {
    let condition = entity.attributes.indices.first.map { index in
      Example("\(name)[\(comparison(of: index))]", as: .byCondition)
    }
    return [Example("\(name)[0:1]", as: .byPosition)] + [condition].compactMap { $0 }
  }

  /// For a key with too many or too few values: one that is right, and what several may have meant.
  func instead(of keys: [Literal]) -> [Example] {
    let columns = entity.primaryKey.map { entity.attributes[$0] }
    let one = "\(name)[\(columns.enumerated().map { value(of: $1, $0 + 1) }.joined(separator: ", "))]"
    guard columns.count == 1, keys.count > 1, keys.count < 10 else { return [Example(one, as: .likeThis)] }
    let list = keys.map { SyntaxPrinter.text(of: $0.kind) }.joined(separator: ", ")
    let several = "\(name)[\(SyntaxPrinter.operand(columns[0].name)) in (\(list))]"
    return [Example(one, as: .one), Example(several, as: .several)]
  }

  /// Conditions on a record.
  ///
  /// - Parameter operand: what a condition was to be about.
  func conditions(about operand: TypedText?) -> [Example] {
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
    if let index = nullable ?? entity.attributes.indices.first {
      conditions.append("\(SyntaxPrinter.operand(entity.attributes[index].name)) is null")
    }
    if let many {
      conditions.append("\(SyntaxPrinter.operand(many.name)).any()")
    }
    return conditions.enumerated().map { Example($1, as: $0 == 0 ? .likeThis : nil) }
  }

  // MARK: Verbs

  /// How a verb is typed behind records of it, in one way or several; nothing where it has nothing to be about.
  func examples(of verb: Verb) -> [Example] { usages(of: verb).map { Example($0) } }

  /// The same, as text.
  package func usages(of verb: Verb) -> [String] {
    switch verb {
    case .first, .last, .distinct, .count: return [verb.rawValue + "()"]
    case .take, .skip: return [verb.usage]
    case .sort:
      guard let first = called ?? entity.attributes.indices.first else { return [] }
      let both = number.map { ["sort(-\(operand($0)), \(operand(first)))"] } ?? []
      return ["sort(\(operand(first)))"] + (number == first ? [] : both)
    case .sum, .avg:
      if let index = verb == .sum ? lastNumber : number { return ["\(verb.rawValue)(\(operand(index)))"] }
      return many.map { ["\(verb.rawValue)(\(SyntaxPrinter.operand($0.name)).count())"] } ?? []
    case .min, .max:
      let index = number ?? called ?? entity.attributes.indices.first
      return index.map { ["\(verb.rawValue)(\(operand($0)))"] } ?? []
    case .any, .all:
      let index = number ?? called ?? entity.attributes.indices.first
      return index.map { ["\(verb.rawValue)(\(comparison(of: $0)))"] } ?? []
    case .group:
      return (one.map { SyntaxPrinter.operand($0.name) } ?? (nullable ?? called).map(operand)).map {
        ["group(\($0))"]
      }
        ?? []
    case .with:
      return relationships.first.map { ["with(\(SyntaxPrinter.operand($0.name)))"] } ?? []
    }
  }

  /// A function over what one record leads to.
  func ofMany(_ function: AggregateFunction) -> [Example] {
    guard let many else { return [] }
    let argument = function == .count ? "" : "…"
    return [
      Example(
        "\(SyntaxPrinter.operand(many.name)).\(function.rawValue)(\(argument))", as: .ofRelationship)
    ]
  }

  /// Groups by these keys, as they are typed, with what can be worked out of each.
  func groups(by keys: [String]) -> [Example] {
    let columns =
      ["count()"] + (number.map { ["avg(\(operand($0)))"] } ?? [])
      + (called.map { ["n: max(\(operand($0)))"] } ?? [])
    return [
      Example(
        "group(\(keys.joined(separator: ", "))){\(columns.joined(separator: ", "))}", as: .likeThis)
    ]
  }

  private var relationships: [Relationship] { entity.relationships.map { schema[$0] } }

  private var many: Relationship? { relationships.first(where: \.isToMany) }

  /// To one record that can be told from others.
  private var one: Relationship? {
    relationships.first { !$0.isToMany && $0.kind.isForward && !schema[$0.target].primaryKey.isEmpty }
  }

  private var called: Int? { entity.label.last }

  private func operand(_ index: Int) -> String { SyntaxPrinter.operand(entity.attributes[index].name) }

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
    if ValueFitting.type(of: attribute) == .date || attribute.isNamedLikeDate { return "\"2024-05-31\"" }
    return switch attribute.affinity {
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

  /// The last of them, which is more often an amount.
  private var lastNumber: Int? {
    entity.attributes.indices.last { index in
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

extension Attribute {
  /// Whether it is a text that holds a day, as far as its name tells: `borrowed_on`, `created_at`, `birthdate`.
  fileprivate var isNamedLikeDate: Bool {
    let name = name.lowercased()
    return affinity == .text && ["_on", "_at", "date", "day"].contains { name.hasSuffix($0) }
  }
}
