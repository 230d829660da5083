import Language
import ORM

/// The argument of `count`, `sum`, … wherever they stand: at the end of a path, of a group, inside a condition.
extension ExpressionBinder {
  struct AggregateArgument {
    /// A condition for `count`, `any` and `all`, a value for the others; nil for all records.
    var expression: EntityExpression?
    /// What the aggregate gives.
    var type: ExpressionType
  }

  /// Of the records of this binder's entity, as in `books.avg(year)`.
  func argument(
    of function: AggregateFunction, _ arguments: [Argument], _ hop: Hop
  ) throws(Diagnostic) -> AggregateArgument {
    if let label = arguments.lazy.compactMap(\.label).first {
      throw Diagnostic(
        .wrongArgument(verb: function.rawValue, expected: function.usage), at: label.range)
    }
    switch function {
    case .count, .any, .all:
      try checkCount(arguments, function == .all ? 1...1 : 0...1, function, hop)
      let type: ExpressionType = function == .count ? .number : .boolean
      guard let argument = arguments.first else { return AggregateArgument(expression: nil, type: type) }
      return AggregateArgument(expression: try predicate(argument.expression), type: type)
    case .sum, .avg, .min, .max:
      try checkCount(arguments, 1...1, function, hop)
      let value = try single(arguments[0].expression, by: function)
      let typed = TypedText(value.name, value.type, isLiteral: false)
      return try argument(of: function, value.expression, typed, at: arguments[0].expression.range)
    }
  }

  private func single(
    _ expression: Expression, by function: AggregateFunction
  ) throws(Diagnostic) -> Single {
    do throws(Diagnostic) { return try single(expression) } catch {
      guard case .toManyInPredicate = error.problem, let inner = Self.inner(expression, function) else {
        throw error
      }
      throw Diagnostic(error.problem, at: error.range, suggestions: [inner])
    }
  }

  /// As in `items.sum(quantity)` for the argument of `sum(items.quantity)`: the sum of sums is that of all, as is the
  /// least of the least; a mean of means is not that of all.
  private static func inner(_ expression: Expression, _ function: AggregateFunction) -> String? {
    guard function != .avg, case .path(let hops) = expression.kind, hops.count > 1, let last = hops.last,
      last.isMember, hops.allSatisfy(\.isMember)
    else { return nil }
    let argument = SyntaxPrinter.text(of: [last])
    return "\(SyntaxPrinter.text(of: hops.dropLast())).\(function.rawValue)(\(argument))"
  }

  /// Of the values of an attribute, as in `books.year.avg()`; `count` counts all of them, NULL too.
  func argument(
    of function: AggregateFunction, overAttribute index: Int, in owner: EntityID, _ arguments: [Argument],
    _ hop: Hop
  ) throws(Diagnostic) -> AggregateArgument {
    guard arguments.isEmpty else {
      throw Diagnostic(
        .wrongArgumentCount(
          verb: function.rawValue, expected: "\(function.rawValue)()", given: arguments.count),
        at: hop.range)
    }
    if function == .count { return AggregateArgument(expression: nil, type: .number) }
    let attribute = binder.schema[owner].attributes[index]
    let typed = TypedText(attribute.name, ValueFitting.type(of: attribute), isLiteral: false)
    return try argument(of: function, .attribute([], index), typed, at: hop.range)
  }

  private func argument(
    of function: AggregateFunction, _ value: EntityExpression, _ typed: TypedText, at range: SourceRange
  ) throws(Diagnostic) -> AggregateArgument {
    switch function {
    case .sum, .avg:
      switch typed.type {
      case .text, .date: throw Diagnostic(.notANumber(typed, by: "\(function.rawValue)()"), at: range)
      case .number, .boolean, .any: return AggregateArgument(expression: value, type: .number)
      }
    case .count, .min, .max, .any, .all: return AggregateArgument(expression: value, type: typed.type)
    }
  }

  private func checkCount(
    _ arguments: [Argument], _ arity: ClosedRange<Int>, _ function: AggregateFunction, _ hop: Hop
  ) throws(Diagnostic) {
    guard !arity.contains(arguments.count) else { return }
    throw Diagnostic(
      .wrongArgumentCount(verb: function.rawValue, expected: function.usage, given: arguments.count),
      at: hop.range,
      examples: Verb(rawValue: function.rawValue).map {
        EntityExamples(binder.schema, entity).examples(of: $0)
      } ?? [])
  }
}
