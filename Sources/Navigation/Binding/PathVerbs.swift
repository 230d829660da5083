import Language
import ORM
import SQL

/// What can be asked of records or values, with parentheses.
package enum Verb: String, CaseIterable, Sendable {
  case sort, take, skip, first, last, distinct, count, sum, avg, min, max, any, all, group, with

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
    case .sum: "sum(pages)"
    case .avg: "avg(year)"
    case .min: "min(year)"
    case .max: "max(year)"
    case .any: "any(year > 1960)"
    case .all: "all(year > 1960)"
    case .group: "group(genre.name)"
    case .with: "with(books)"
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
    case .sum: "the sum"
    case .avg: "the mean"
    case .min: "the least"
    case .max: "the greatest"
    case .any: "whether there is one"
    case .all: "whether it holds for each"
    case .group: "one row for each value, with counts"
    case .with: "loads relationships ahead"
    }
  }

  /// Whether it can stand without anything in its parentheses.
  package var takesNothing: Bool {
    switch self {
    case .first, .last, .distinct, .count, .any: true
    case .sort, .take, .skip, .sum, .avg, .min, .max, .all, .group, .with: false
    }
  }
}

extension PathBinding {
  mutating func verb(_ name: Name, _ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    guard let verb = Verb(rawValue: name.text.lowercased()) else {
      let meant = meant(by: name, arguments, hop)
      if meant.isEmpty, isField, ScalarFunction.all.contains(where: { $0.name == name.text.lowercased() }) {
        throw Diagnostic(.misplaced(.expressionInShape), at: name.range)
      }
      throw Diagnostic(
        .unknownVerb(name.text), at: name.range,
        suggestions: meant.isEmpty
          ? Nearness.nearest(name.text, in: Verb.allCases.map(\.rawValue)) : meant)
    }
    if case .attribute = reached, verb == .sort {
      throw Diagnostic(
        .misplaced(.sortOfValues), at: hop.range, suggestions: beforeAttribute(hop, arguments))
    }
    try checkCount(verb, arguments, hop)
    for argument in arguments where verb != .with {
      guard let label = argument.label else { continue }
      throw Diagnostic(.misplaced(.labelOutsideWith), at: label.range)
    }
    switch verb {
    case .sort: try sort(arguments, hop)
    case .take: try slice(Slice(lower: nil, upper: number(arguments, verb, hop)), hop)
    case .skip: try slice(Slice(lower: number(arguments, verb, hop), upper: nil), hop)
    case .first: try position(Slice(lower: nil, upper: 1), hop)
    case .last: try position(Slice(lower: -1, upper: nil), hop)
    case .distinct:
      // Records are a set already.
      if case .records = reached { break }
      guard path.slice == nil else { throw Diagnostic(.misplaced(.distinctAfterSlice), at: hop.range) }
      path.isDistinct = true
    case .count: try aggregate(.count, arguments, hop)
    case .sum: try aggregate(.sum, arguments, hop)
    case .avg: try aggregate(.avg, arguments, hop)
    case .min: try aggregate(.min, arguments, hop)
    case .max: try aggregate(.max, arguments, hop)
    case .any: try aggregate(.any, arguments, hop)
    case .all: try aggregate(.all, arguments, hop)
    case .group:
      let id = try records(for: hop)
      reached = .groups(try GroupBinding(binder, entity: id, keys: arguments, at: hop.range))
    case .with: try with(arguments, hop)
    }
  }

  private mutating func sort(_ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    guard case .records = reached else { throw Diagnostic(.misplaced(.sortOfValues), at: hop.range) }
    let id = try records(for: hop)
    let expressions = ExpressionBinder(binder, entity: id)
    var keys: [SortKey] = []
    for argument in arguments {
      do throws(Diagnostic) { keys.append(try expressions.sortKey(argument.expression)) } catch {
        throw withLeastMeant(error, from: id)
      }
    }
    refine(.sort(keys))
  }

  private mutating func position(_ slice: Slice, _ hop: Hop) throws(Diagnostic) {
    try self.slice(slice, hop)
    if !isPerParent { path.isSingle = true }
  }

  /// `count()`, `avg(year)`, `year.avg()`: the end of a path.
  private mutating func aggregate(
    _ function: AggregateFunction, _ arguments: [Argument], _ hop: Hop
  ) throws(Diagnostic) {
    let bound: EntityExpression?
    switch reached {
    case .records(let id):
      if case .record = path.root, path.steps.isEmpty {
        throw Diagnostic(
          .misplaced(.aggregateOfOneRecord(function.rawValue)), at: hop.range,
          examples: EntityExamples(binder.schema, id).ofMany(function))
      }
      do throws(Diagnostic) {
        bound = try ExpressionBinder(binder, entity: id).argument(of: function, arguments, hop).expression
      } catch {
        throw withHopsMeant(withPresenceMeant(error, function, arguments, hop), arguments, hop, from: id)
      }
    case .attribute(let attribute):
      try checkValues(function, arguments, hop)
      bound = try ExpressionBinder(binder, entity: attribute.entity).argument(
        of: function, overAttribute: attribute.index, in: attribute.entity, arguments, hop
      ).expression
    case .depth, .values, .groups, .ended:
      try checkValues(function, arguments, hop)
      bound = nil
    }
    if case .attribute(let attribute) = reached { path.output = .values(attribute) }
    path.aggregate = BoundAggregate(function: function, argument: bound, range: hop.range)
    path.isSingle = true
    reached = .ended(.hopAfterAggregate)
  }

  /// After values a function takes nothing: the values are what goes in.
  private func checkValues(
    _ function: AggregateFunction, _ arguments: [Argument], _ hop: Hop
  ) throws(Diagnostic) {
    guard arguments.isEmpty, function != .all else {
      throw Diagnostic(
        .misplaced(.argumentAfterValues(function.rawValue)),
        at: arguments.first?.expression.range ?? hop.range, suggestions: withoutAttribute(),
        examples: usagesOfRecords(function))
    }
  }

  /// `with(books, books.publisher: joined)`.
  private mutating func with(_ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    let id = try records(for: hop)
    var ahead = path.steps.last?.ahead ?? path.ahead
    for argument in arguments {
      guard case .path(let hops) = argument.expression.kind else {
        throw Diagnostic(
          .wrongArgument(verb: "with", expected: Verb.with.usage), at: argument.expression.range,
          examples: EntityExamples(binder.schema, id).examples(of: .with))
      }
      let strategy = try argument.label.map { name throws(Diagnostic) in
        try binder.strategy(EagerMark(strategy: name, range: name.range))
      }
      try binder.add(hops[...], from: id, strategy: strategy, to: &ahead)
    }
    if path.steps.isEmpty { path.ahead = ahead } else { path.steps[path.steps.count - 1].ahead = ahead }
  }

  private func checkCount(_ verb: Verb, _ arguments: [Argument], _ hop: Hop) throws(Diagnostic) {
    let isRight =
      switch verb {
      case .sort, .group, .with: !arguments.isEmpty
      case .take, .skip: arguments.count == 1
      case .first, .last, .distinct: arguments.isEmpty
      case .count, .sum, .avg, .min, .max, .any: arguments.count <= 1
      case .all: arguments.count == 1
      }
    guard isRight else {
      throw Diagnostic(
        .wrongArgumentCount(
          verb: verb.rawValue, expected: AggregateFunction(rawValue: verb.rawValue)?.usage ?? verb.usage,
          given: arguments.count), at: hop.range,
        suggestions: meant(by: Name(verb.rawValue, range: hop.range), arguments, hop),
        examples: usages(of: verb).map { Example($0) })
    }
  }

  /// How a verb is typed here, in the names of what the path has reached.
  func usages(of verb: Verb) -> [String] {
    if case .records(let id) = reached { return EntityExamples(binder.schema, id).usages(of: verb) }
    return verb.takesNothing ? [verb.rawValue + "()"] : verb == .take || verb == .skip ? [verb.usage] : []
  }

  /// How a function is typed behind the records whose values the path has reached.
  private func usagesOfRecords(_ function: AggregateFunction) -> [Example] {
    guard case .attribute(let values) = reached, let verb = Verb(rawValue: function.rawValue) else {
      return []
    }
    let usages = EntityExamples(binder.schema, values.entity).usages(of: verb)
    return usages.prefix(1).map { Example(".\($0)", as: .ofRecords) }
  }

  /// Whether it is the first hop of a field in braces.
  private var isField: Bool {
    if case .record = path.root { path.steps.isEmpty } else { false }
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

extension Binder {
  /// Adds the hops of one argument of `with` to what is loaded ahead; a beginning that is there already is shared.
  func add(
    _ hops: ArraySlice<Hop>, from id: EntityID, strategy: LoadingStrategy?, to ahead: inout [BoundStep]
  ) throws(Diagnostic) {
    guard let hop = hops.first else { return }
    guard case .member(let name, nil) = hop.kind else {
      throw Diagnostic(
        .wrongArgument(verb: "with", expected: Verb.with.usage), at: hop.range,
        examples: EntityExamples(schema, id).examples(of: .with))
    }
    let relationship = try relationship(name, of: id)
    let rest = hops.dropFirst()
    var index = ahead.firstIndex { $0.relationship.id == relationship.id }
    if index == nil {
      ahead.append(BoundStep(relationship: relationship, strategy: .selectin, range: name.range))
      index = ahead.count - 1
    }
    guard let index else { return }
    if rest.isEmpty, let strategy { ahead[index].strategy = strategy }
    try add(rest, from: relationship.target, strategy: strategy, to: &ahead[index].ahead)
  }
}
