import Language
import ORM

/// Conditions that say nothing of a record: a comparison with NULL, which is never true, and a value that is the
/// same for all.
extension ExpressionBinder {
  var examples: EntityExamples { EntityExamples(binder.schema, entity) }

  func notAPredicate(_ operand: Operand, _ type: ExpressionType) -> Diagnostic {
    let about = TypedText(operand.typed.text, type, isLiteral: operand.constant != nil)
    return Diagnostic(
      .notAPredicate, at: operand.range,
      examples: range(operand.syntax) ?? examples.conditions(about: operand.constant == nil ? about : nil))
  }

  /// What `[1-3]` may have meant: positions, or keys.
  private func range(_ expression: Expression) -> [Example]? {
    guard case .binary(.subtract, let left, let right) = expression.kind,
      case .literal(.integer(let first)) = left.kind, case .literal(.integer(let last)) = right.kind,
      first >= 0, first <= last, last < .max
    else { return nil }
    let positions = first == 0 ? "[0:\(last + 1)]" : "[\(first - 1):\(last)]"
    let key = binder.schema[entity].primaryKey
    guard key.count == 1 else { return [Example(positions, as: .byPosition)] }
    let name = SyntaxPrinter.operand(binder.schema[entity].attributes[key[0]].name)
    return [
      Example(positions, as: .byPosition), Example("[\(name) between \(first) and \(last)]", as: .byKey),
    ]
  }

  /// Refuses `died = null`, which SQL answers with neither yes nor no
  /// (https://sqlite.org/lang_expr.html#operators).
  func checkComparison(
    _ left: Expression, _ sign: BinaryOperator, _ right: Expression
  ) throws(Diagnostic) {
    guard left.isNull || right.isNull else { return }
    let other = left.isNull ? right : left
    let instead: Expression.Kind? =
      switch sign {
      case .equal: .isNull(other, negated: false)
      case .notEqual: .isNull(other, negated: true)
      default: nil
      }
    throw neverTrue(
      Expression(.binary(sign, left, right), range: left.range.union(right.range)),
      instead: other.isLiteral ? nil : instead)
  }

  /// Refuses `died in (null)` and `died not in (1950, null)`.
  func checkMembers(
    _ operand: Expression, _ members: [Expression], negated: Bool, at range: SourceRange
  ) throws(Diagnostic) {
    let others = members.filter { !$0.isNull }
    guard negated ? others.count < members.count : others.isEmpty else { return }
    throw neverTrue(
      Expression(.within(operand, members, negated: negated), range: range),
      instead: others.isEmpty ? .isNull(operand, negated: negated) : .within(operand, others, negated: true))
  }

  private func neverTrue(_ condition: Expression, instead: Expression.Kind?) -> Diagnostic {
    let column = binder.schema[entity].attribute(spelledLike: .null)
    return Diagnostic(
      .neverTrue(
        SyntaxPrinter.text(of: condition),
        instead: instead.map { SyntaxPrinter.text(of: Expression($0, range: condition.range)) }),
      at: condition.range, suggestions: column.map { [SyntaxPrinter.quoted($0)] } ?? [])
  }
}

extension Expression {
  /// Whether it is the word `null`.
  fileprivate var isNull: Bool {
    if case .literal(.null) = kind { true } else { false }
  }

  fileprivate var isLiteral: Bool {
    if case .literal = kind { true } else { false }
  }
}
