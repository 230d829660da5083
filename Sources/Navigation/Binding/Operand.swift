import Language
import ORM
import SQL

/// A piece of a condition while it is bound: what it is of one record, and which to-many hops lie before it.
struct Operand {
  var expression: EntityExpression
  var type: ExpressionType
  /// As it is typed.
  let syntax: Expression
  /// To-many hops on its way, the outermost first: of each, any target counts.
  var crossings: [[PredicateHop]] = []
  /// The value, where it is known before anything is read.
  var constant: Value?
  var end = End.value

  /// What a path ends at, where that is more than a value.
  enum End {
    case value
    /// An attribute, which may be the foreign key of a relationship.
    case attribute(EntityID, Int, path: [RelationshipID])
    /// A to-one relationship by the record's own foreign key, which stands for that key.
    case toOne(Relationship, path: [RelationshipID])
    /// A relationship of whose targets it says no more than that there is one.
    case existence(Relationship)
    /// The records of a variable.
    case records(Selection, variable: String)
    /// The values of a variable, of which there may be none or many.
    case values([Value], variable: String)
  }

  init(_ expression: EntityExpression, _ type: ExpressionType, _ syntax: Expression) {
    self.expression = expression
    self.type = type
    self.syntax = syntax
  }

  /// A value that is written out or held by a variable.
  init(constant value: Value, _ type: ExpressionType, _ syntax: Expression) {
    self.init(.value(value), type, syntax)
    constant = value
  }

  init(_ literal: Literal.Kind, _ syntax: Expression) {
    let type: ExpressionType =
      switch literal {
      case .integer, .real: .number
      case .text: .text
      case .boolean: .boolean
      case .null: .any
      }
    self.init(constant: literal.value, type, syntax)
  }

  var range: SourceRange { syntax.range }

  /// Whether it is one value of a record.
  var isValue: Bool {
    switch end {
    case .value, .attribute: true
    case .toOne(let relationship, _): relationship.pairs.count == 1
    case .existence, .records, .values: false
    }
  }

  var typed: TypedText {
    let (isLiteral, isCalculated): (Bool, Bool) =
      switch syntax.kind {
      case .literal: (true, false)
      case .unary, .binary: (false, constant != nil)
      case .path, .call, .isNull, .between, .within, .matches: (false, false)
      }
    return TypedText(
      SyntaxPrinter.text(of: syntax), type, isLiteral: isLiteral, isCalculated: isCalculated)
  }

  /// "Any of them": EXISTS around a condition, one for each crossing.
  ///
  /// - Parameter condition: nil where it is enough that there is one.
  func any(_ condition: EntityExpression?) -> EntityExpression {
    crossings.reversed().reduce(condition) { .aggregate(.any, over: $1, argument: $0) }
      ?? .value(.integer(1))
  }

  /// Whether the foreign key of a to-one relationship is NULL, in whole or in part.
  static func isMissing(_ relationship: Relationship, path: [RelationshipID]) -> EntityExpression {
    let nulls = relationship.pairs.map { EntityExpression.isNull(.attribute(path, $0.from), negated: false) }
    guard let first = nulls.first else { return .value(.integer(0)) }
    return nulls.dropFirst().reduce(first) { .binary($0, .or, $1) }
  }

  /// The expressions of several operands in one place: at the end of the to-many hops that one of them crosses.
  ///
  /// There a name means the other record, so the rest is said of a record further out.
  static func together(
    _ operands: [Operand]
  ) throws(Diagnostic) -> (expressions: [EntityExpression], crossings: [[PredicateHop]]) {
    let crossing = operands.indices.filter { !operands[$0].crossings.isEmpty }
    guard let many = crossing.first else { return (operands.map(\.expression), []) }
    guard crossing.count == 1 else {
      throw Diagnostic(.misplaced(.twoToManyCompared), at: operands[crossing[1]].range)
    }
    let crossings = operands[many].crossings
    let expressions = operands.enumerated().map { index, operand in
      if index == many || operand.constant != nil { return operand.expression }
      return EntityExpression.outer(crossings.count, operand.expression)
    }
    return (expressions, crossings)
  }
}
