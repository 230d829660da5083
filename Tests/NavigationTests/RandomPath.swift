import Language
import ORM
import SQL
import TestSupport

/// What a random path may be made of, besides what is always in it.
enum PathFeature: CaseIterable {
  /// `.reports+`, `.depth`
  case closures
  /// `.avg(year)`, `.any(year > 1960)`
  case aggregates
  case groups, shapes
  /// `.with(books)`
  case loads
  /// Several hops, filters, aggregates and own attributes inside conditions.
  case predicates
  /// Paths that start from variables.
  case variables
  /// `[author = a]`, `[year > y]`
  case heldConditions
  /// `[author in a]`
  case heldLists
}

/// A path that a variable was given, and what it holds.
struct OracleVariable {
  enum Content {
    case records(EntityID, [Int], isSingle: Bool)
    case values(EntityID, attribute: Int, [Value])
  }

  var name: String
  var path: OraclePath
  var content: Content
}

/// Paths over a schema, as text and as the oracle reads them.
struct RandomPath {
  let oracle: Oracle
  let schema: Schema
  let features: Set<PathFeature>
  var generator: SeededGenerator
  private(set) var variables: [OracleVariable] = []

  init(oracle: Oracle, seed: UInt64, features: Set<PathFeature> = Set(PathFeature.allCases)) {
    self.oracle = oracle
    schema = oracle.schema
    self.features = features
    generator = SeededGenerator(seed: seed)
  }

  mutating func next() -> OraclePath {
    if generator.chance(30), let variable = variables.randomElement(using: &generator) {
      return path(from: variable)
    }
    let root = generator.pick(schema.entities)
    var path = start(at: root)
    let entity = walk(&path, from: root, hops: 0...3)
    end(&path, entity)
    return path
  }

  private mutating func start(at root: Entity) -> OraclePath {
    var path = OraclePath(root: root.id)
    path.text = SyntaxPrinter.root(root.name)
    let hasLoop = features.contains(.closures) && root.relationships.contains { schema[$0].target == root.id }
    if !root.primaryKey.isEmpty, generator.chance(hasLoop ? 50 : 30) {
      let key = self.key(of: root)
      path.key = key
      path.text += Self.bracketed(key)
    }
    if path.key == nil || generator.chance(10) {
      var pick: OraclePick?
      path.refinements = refinements(
        of: root, &path.text, mayBeginWithKey: path.key != nil, pick: &pick)
    }
    path.loads = loads(of: root, &path.text)
    return path
  }

  private mutating func walk(
    _ path: inout OraclePath, from root: Entity, hops: ClosedRange<Int>
  ) -> Entity {
    var entity = root
    // A closure has far to go only from few records.
    let isNarrow = path.key != nil
    for count in 0..<Int.random(in: hops, using: &generator) {
      let likelihood = isNarrow && count == 0 ? 70 : 35
      guard let step = step(from: entity, &path.text, closing: likelihood) else { break }
      path.steps.append(step)
      entity = schema[step.relationship.target]
    }
    return entity
  }

  /// One hop with everything that may stand on it; nil where no relationship leads on.
  ///
  /// - Parameter closing: how often a relationship that leads back to its entity is walked all the way, in percent.
  mutating func step(
    from entity: Entity, _ text: inout String, closing likelihood: Int = 35
  ) -> OraclePath.Step? {
    let loops = entity.relationships.filter { schema[$0].target == entity.id }
    let walksOn = features.contains(.closures) && generator.chance(likelihood)
    let choice = (walksOn ? loops.randomElement(using: &generator) : nil)
    guard let id = choice ?? entity.relationships.randomElement(using: &generator) else { return nil }
    let relationship = schema[id]
    let target = schema[relationship.target]
    var step = OraclePath.Step(relationship: relationship)
    text += ".\(relationship.name)"
    if choice != nil {
      let closure: OracleClosure = generator.chance(50) ? .oneOrMore : .zeroOrMore
      step.closure = closure
      text += closure.rawValue
    }
    if generator.chance(15) {
      let mark = generator.pick([LoadingStrategy.lazy, .selectin, .joined])
      step.mark = mark
      text += mark == .selectin && generator.chance(50) ? "!" : "!\(mark.rawValue)"
    }
    step.refinements = refinements(of: target, &text, mayBeginWithKey: true, pick: &step.pick)
    step.loads = loads(of: target, &text)
    return step
  }

  // MARK: Variables

  /// A path whose result a variable can hold; it is held from now on.
  mutating func variable(named name: String) -> OracleVariable {
    while true {
      // What nothing tells apart cannot be narrowed once it is held.
      let root = generator.pick(schema.entities.filter { $0.identity != .none })
      var path = start(at: root)
      let isAlone = path.key != nil && path.refinements.isEmpty
      let entity = walk(&path, from: root, hops: 0...1)
      guard let result = oracle.records(of: path) else { continue }
      var variable = OracleVariable(
        name: name, path: path,
        content: .records(
          entity.id, result.records,
          isSingle: isAlone && result.records.count == 1
            && path.steps.allSatisfy { !$0.isMany && $0.refinements.isEmpty }))
      if generator.chance(30) {
        let attribute = Int.random(in: entity.attributes.indices, using: &generator)
        let values = OracleValues(column: .attribute(attribute))
        variable.path.ending = .values(values)
        variable.path.text += ".\(entity.attributes[attribute].name)"
        variable.content = .values(entity.id, attribute: attribute, oracle.values(values, result))
      }
      variables.append(variable)
      return variable
    }
  }

  private mutating func path(from variable: OracleVariable) -> OraclePath {
    switch variable.content {
    case .records(let id, let records, _):
      var path = OraclePath(root: id, held: records)
      path.text = variable.name
      if generator.chance(50) { path.refinements = refinements(of: schema[id], &path.text) }
      path.loads = loads(of: schema[id], &path.text)
      let entity = walk(&path, from: schema[id], hops: 0...2)
      end(&path, entity)
      return path
    case .values(let id, let attribute, let values):
      var path = OraclePath(root: id, heldValues: values)
      path.heldCollation = schema[id].attributes[attribute].collation
      path.text = variable.name
      var wanted = OracleValues(column: .held)
      if generator.chance(30) {
        wanted.isDistinct = true
        path.text += ".distinct()"
      }
      if generator.chance(30) { wanted.slice = slice(&path.text) }
      path.ending = .values(wanted)
      if generator.chance(30) {
        let function = generator.pick([OracleAggregate.Function.count, .min, .max])
        path.ending = .number(OracleAggregate(function: function), of: wanted)
        path.text += ".\(function.rawValue)()"
      }
      return path
    }
  }

  // MARK: Values

  mutating func key(of entity: Entity) -> [Value] {
    var key: [Value] = []
    let row = oracle.rows[entity.id.index].randomElement(using: &generator)
    for column in entity.primaryKey {
      if let row, Self.fits(row[column], entity.attributes[column]), generator.chance(90) {
        key.append(row[column])
      } else {
        key.append(value(of: column, in: entity))
      }
    }
    return key
  }

  /// A value of the kind that the attribute is declared to hold, mostly one that it holds.
  mutating func value(of index: Int, in entity: Entity) -> Value {
    let attribute = entity.attributes[index]
    let held = oracle.rows[entity.id.index].map { $0[index] }.filter { Self.fits($0, attribute) }
    if generator.chance(60), let value = held.randomElement(using: &generator) { return value }
    return attribute.affinity.isNumeric
      ? .integer(generator.pick(RandomDatabase.integers)) : Value(generator.pick(RandomDatabase.texts))
  }

  /// Whether a value may be written where this attribute is compared: a column of numbers takes numbers, one of texts
  /// takes texts, and one without a type takes anything.
  static func fits(_ value: Value, _ attribute: Attribute) -> Bool {
    switch value {
    case .integer: attribute.affinity != .text
    case .text: !attribute.affinity.isNumeric
    case .null, .real, .blob: false
    }
  }

  static func literal(_ value: Value) -> String {
    switch value {
    case .integer(let integer): String(integer)
    case .text(let text): "\"\(text.string)\""
    case .null, .real, .blob: "null"
    }
  }

  static func bracketed(_ key: [Value]) -> String {
    "[\(key.map(literal).joined(separator: ", "))]"
  }
}
