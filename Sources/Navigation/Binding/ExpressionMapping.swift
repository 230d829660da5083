import Language

/// An expression whose operands are replaced, each by what is made of it.
extension Expression {
  func mappingOperands(
    _ map: (Expression) throws(Diagnostic) -> Expression
  ) throws(Diagnostic) -> Expression {
    func mapped(_ list: [Expression]) throws(Diagnostic) -> [Expression] {
      var result: [Expression] = []
      for expression in list { result.append(try map(expression)) }
      return result
    }
    let kind: Kind =
      switch kind {
      case .literal, .path: kind
      case .call(let name, let arguments): .call(name, try mapped(arguments))
      case .unary(let symbol, let operand): .unary(symbol, try map(operand))
      case .binary(let symbol, let left, let right): .binary(symbol, try map(left), try map(right))
      case .isNull(let operand, let negated): .isNull(try map(operand), negated: negated)
      case .between(let operand, let low, let high, let negated):
        .between(try map(operand), try map(low), try map(high), negated: negated)
      case .within(let operand, let members, let negated):
        .within(try map(operand), try mapped(members), negated: negated)
      case .matches(let operand, let match, let pattern, let negated):
        .matches(try map(operand), match, try map(pattern), negated: negated)
      }
    return Expression(kind, range: range)
  }
}
