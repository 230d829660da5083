import Language
import ORM
import SQL

/// A path while it is bound, hop by hop.
struct PathBinding {
  private let binder: Binder
  private var path: BoundPath
  /// The entity reached so far; nil for values.
  private var entity: EntityID?
  /// An attribute that may still turn out to be a foreign key used as a hop.
  private var attribute: BoundAttribute?
  private var isEnded = false

  init(binder: Binder, syntax: PathSyntax) throws(Diagnostic) {
    self.binder = binder
    switch syntax.root {
    case .lastResult(let range):
      guard let last = binder.scope.last else { throw Diagnostic(.noLastResult, at: syntax.range) }
      path = Self.path(from: last, name: "_", range: range, syntax)
    case .name(let name):
      if let held = binder.scope.variables[name.text] {
        path = Self.path(from: held, name: name.text, range: name.range, syntax)
      } else {
        path = BoundPath(root: .entity(try binder.entity(name)), rootRange: name.range, syntax: syntax)
      }
    }
    entity = path.entity(in: binder.schema)
  }

  private static func path(
    from held: Held, name: String, range: SourceRange, _ syntax: PathSyntax
  ) -> BoundPath {
    switch held {
    case .records(let selection, let isSingle):
      BoundPath(root: .held(selection, name: name), rootRange: range, isSingle: isSingle, syntax: syntax)
    case .values(let values):
      BoundPath(
        root: .values(values, name: name), rootRange: range, isSingle: values.count == 1, syntax: syntax)
    }
  }

  func finished() throws(Diagnostic) -> BoundPath {
    var path = path
    path.attribute = attribute
    return path
  }

  // MARK: Hops

  mutating func bind(_ hop: Hop, at index: Int) throws(Diagnostic) {
    guard !isEnded else { throw Diagnostic(.misplaced(.hopAfterCount), at: hop.range) }
    switch hop.kind {
    case .member(let name, let eager): try member(name, eager, hop, index)
    case .verb(let name, let arguments): try verb(name, arguments, hop)
    case .keys(let keys): try self.keys(keys, hop)
    case .slice(let lower, let upper): try slice(Slice(lower: lower, upper: upper), hop)
    case .filter(let expression):
      let id = try records(for: hop)
      try refine(.filter(ExpressionBinder(binder, entity: id).predicate(expression)))
    case .closure(let name, _):
      throw Diagnostic(
        .misplaced(.closure(name.text)), at: hop.range)
    case .shape:
      throw Diagnostic(.misplaced(.shape), at: hop.range)
    }
  }

  /// The entity that a hop starts from; a foreign-key column becomes the hop it stands for.
  private mutating func records(for hop: Hop) throws(Diagnostic) -> EntityID {
    if let attribute {
      let name = binder.schema[attribute.entity].attributes[attribute.index].name
      guard
        let relationship = try binder.relationship(
          ofColumn: attribute.index, in: attribute.entity, at: attribute.range)
      else {
        throw Diagnostic(
          .hopAfterValue(hop: SyntaxPrinter.text(of: [hop]), attribute: name), at: hop.range)
      }
      self.attribute = nil
      follow(relationship, nil, range: attribute.range, hop: -1)
    }
    guard let entity else {
      if case .values(_, let name) = path.root, name != "_" {
        throw Diagnostic(.variableIsNotRecords(name), at: path.rootRange)
      }
      throw Diagnostic(.lastResultHasNoRecords, at: path.rootRange)
    }
    return entity
  }

  private mutating func member(
    _ name: Name, _ eager: EagerMark?, _ hop: Hop, _ index: Int
  ) throws(Diagnostic) {
    let id = try records(for: hop)
    switch try binder.member(name, of: id) {
    case .attribute(let attribute):
      if let eager {
        throw Diagnostic(.notARelationship(name.text), at: eager.range)
      }
      self.attribute = BoundAttribute(entity: id, index: attribute, range: name.range)
    case .relationship(let relationship):
      var strategy: LoadingStrategy?
      if let eager { strategy = try binder.strategy(eager) }
      follow(relationship, strategy, range: name.range, hop: index)
    }
  }

  private mutating func follow(
    _ relationship: Relationship, _ strategy: LoadingStrategy?, range: SourceRange, hop: Int
  ) {
    path.steps.append(BoundStep(relationship: relationship, strategy: strategy, range: range, hop: hop))
    entity = relationship.target
    if relationship.isToMany { path.isSingle = false }
  }

  private mutating func refine(_ refinement: Refinement) throws(Diagnostic) {
    if path.steps.isEmpty {
      path.refinements.append(refinement)
    } else {
      path.steps[path.steps.count - 1].refinements.append(refinement)
    }
  }

  // MARK: Keys and positions

  private mutating func keys(_ keys: [Literal], _ hop: Hop) throws(Diagnostic) {
    let id = try records(for: hop)
    let entity = binder.schema[id]
    let columns = entity.primaryKey
    guard !columns.isEmpty else { throw Diagnostic(.noKey(entity: entity.name), at: hop.range) }
    guard keys.count == columns.count else {
      throw Diagnostic(
        .wrongKeyCount(
          entity: entity.name, columns: columns.map { entity.attributes[$0].name }, given: keys.count),
        at: hop.range)
    }
    let values = keys.map(\.kind.value)
    for (key, column) in zip(keys, columns) {
      let attribute = entity.attributes[column]
      if let given = misfit(key.kind, for: attribute) {
        throw Diagnostic(
          .wrongKeyType(
            entity: entity.name, column: attribute.name, type: attribute.type, given: given),
          at: key.range)
      }
    }
    if case .entity = path.root, path.steps.isEmpty, path.refinements.isEmpty {
      path.root = .key(id, Key(values))
      path.rootRange = path.rootRange.union(hop.range)
    } else {
      for (value, column) in zip(values, columns) {
        try refine(.filter(.binary(.attribute([], column), .equal, .value(value))))
      }
    }
    if path.steps.allSatisfy({ !$0.relationship.isToMany }) || path.steps.count == 1 && isSingleRoot {
      path.isSingle = true
    }
  }

  /// A key that no row can have, as the person wrote it; nil for one that fits.
  private func misfit(_ key: Literal.Kind, for attribute: Attribute) -> String? {
    switch key {
    case .integer, .real: return nil
    case .text(let text):
      guard attribute.affinity.isNumeric, case .text = attribute.affinity.converting(Value(text)) else {
        return nil
      }
      return text
    case .boolean, .null: return SyntaxPrinter.text(of: key)
    }
  }

  private var isSingleRoot: Bool {
    switch path.root {
    case .key: true
    case .entity, .values: false
    case .held(let selection, _): selection.slots.count == 1
    }
  }

  private mutating func slice(_ slice: Slice, _ hop: Hop) throws(Diagnostic) {
    if attribute != nil || entity == nil {
      path.slice = try composed(slice, hop)
    } else {
      try refine(.slice(slice))
    }
  }

  private func composed(_ slice: Slice, _ hop: Hop) throws(Diagnostic) -> Slice {
    guard let outer = path.slice else { return slice }
    guard outer.isFromStart, slice.isFromStart else {
      throw Diagnostic(.misplaced(.sliceOfSlice), at: hop.range)
    }
    let lower = (outer.lower ?? 0).addingReportingOverflow(slice.lower ?? 0)
    let upper = slice.upper.map { (outer.lower ?? 0).addingReportingOverflow($0) }
    let end = [outer.upper, upper.flatMap { $0.overflow ? nil : $0.partialValue }].compactMap { $0 }.min()
    return Slice(lower: lower.overflow ? .max : lower.partialValue, upper: end)
  }

  // MARK: Verbs

  private mutating func verb(_ name: Name, _ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    guard let verb = Verb(rawValue: name.text.lowercased()) else {
      throw Diagnostic(
        .unknownVerb(name.text), at: name.range,
        suggestions: Nearness.nearest(name.text, in: Verb.allCases.map(\.rawValue)))
    }
    try checkCount(verb, arguments, hop)
    switch verb {
    case .sort:
      guard attribute == nil, entity != nil else {
        throw Diagnostic(
          .misplaced(.sortOfValues), at: hop.range)
      }
      let id = try records(for: hop)
      let expressions = ExpressionBinder(binder, entity: id)
      var keys: [SortKey] = []
      for argument in arguments { keys.append(try expressions.sortKey(argument.expression)) }
      try refine(.sort(keys))
    case .take: try slice(Slice(lower: nil, upper: number(arguments, verb, hop)), hop)
    case .skip: try slice(Slice(lower: number(arguments, verb, hop), upper: nil), hop)
    case .first:
      try slice(Slice(lower: nil, upper: 1), hop)
      if !isPerParent { path.isSingle = true }
    case .last:
      try slice(Slice(lower: -1, upper: nil), hop)
      if !isPerParent { path.isSingle = true }
    case .distinct:
      // Records are a set already.
      guard attribute != nil || entity == nil else { break }
      guard path.slice == nil else {
        throw Diagnostic(
          .misplaced(.distinctAfterSlice), at: hop.range)
      }
      path.ending = .distinct
    case .count:
      path.ending = path.ending == .distinct ? .distinctCount(hop.range) : .count(hop.range)
      path.isSingle = true
      isEnded = true
    }
  }

  /// Whether a position counts within each parent, and there may be several parents.
  private var isPerParent: Bool {
    guard attribute == nil, let last = path.steps.last, last.relationship.isToMany else { return false }
    return !(isSingleRoot && path.steps.dropLast().allSatisfy { !$0.relationship.isToMany })
  }

  private func checkCount(_ verb: Verb, _ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    let isRight =
      switch verb {
      case .sort: !arguments.isEmpty
      case .take, .skip: arguments.count == 1
      case .first, .last, .distinct, .count: arguments.isEmpty
      }
    guard isRight else {
      throw Diagnostic(
        .wrongArgumentCount(verb: verb.rawValue, expected: verb.usage, given: arguments.count), at: hop.range)
    }
  }

  private func number(_ arguments: [Argument], _ verb: Verb, _ hop: Hop) throws(Diagnostic) -> Int {
    guard let argument = arguments.first, case .literal(.integer(let number)) = argument.expression.kind,
      number >= 0
    else {
      throw Diagnostic(
        .wrongArgument(verb: verb.rawValue, expected: "a whole number from 0"),
        at: arguments.first?.expression.range ?? hop.range)
    }
    return Int(number)
  }
}

/// What can be asked of records or values, with parentheses.
package enum Verb: String, CaseIterable, Sendable {
  case sort, take, skip, first, last, distinct, count

  /// How it is typed.
  package var usage: String {
    switch self {
    case .sort: "sort(title) or sort(-year, title)"
    case .take: "take(10)"
    case .skip: "skip(20)"
    case .first: "first()"
    case .last: "last()"
    case .distinct: "distinct()"
    case .count: "count()"
    }
  }

  package var summary: String {
    switch self {
    case .sort: "order, - for descending"
    case .take: "the first so many"
    case .skip: "all but the first so many"
    case .first: "the first"
    case .last: "the last"
    case .distinct: "each value once"
    case .count: "how many, counted by SQL"
    }
  }
}
