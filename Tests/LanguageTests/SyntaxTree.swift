import Language

/// Syntax written out with its structure in full and without ranges.
///
/// Two trees are the same syntax when their texts are equal.
enum SyntaxTree {
  static func text(_ statement: Statement) -> String {
    switch statement {
    case .path(let path): text(path)
    case .assignment(let name, let path): "(= \(text(name)) \(text(path)))"
    case .question(let path): "(? \(text(path)))"
    }
  }

  static func text(_ path: PathSyntax) -> String {
    let root =
      switch path.root {
      case .name(let name): text(name)
      case .lastResult: "_"
      }
    return "(" + ([root] + path.hops.map(text)).joined(separator: " ") + ")"
  }

  static func text(_ hop: Hop) -> String {
    switch hop.kind {
    case .member(let name, let eager):
      ".\(text(name))" + text(eager)
    case .closure(let name, let includesStart, let eager):
      ".\(text(name))" + (includesStart ? "*" : "+") + text(eager)
    case .verb(let name, let arguments):
      ".\(text(name))(" + arguments.map(text).joined(separator: ", ") + ")"
    case .keys(let keys):
      "[" + keys.map { text($0.kind) }.joined(separator: ", ") + "]"
    case .slice(let lower, let upper):
      "[\(lower.map(String.init) ?? ""):\(upper.map(String.init) ?? "")]"
    case .filter(let predicate):
      "[where \(text(predicate))]"
    case .shape(let fields):
      "{" + fields.map(text).joined(separator: ", ") + "}"
    }
  }

  static func text(_ mark: EagerMark?) -> String {
    mark.map { "!" + ($0.strategy.map(text) ?? "") } ?? ""
  }

  static func text(_ field: Field) -> String {
    (field.alias.map { text($0) + ": " } ?? "") + field.hops.map(text).joined(separator: " ")
  }

  static func text(_ argument: Argument) -> String {
    text(argument.expression) + (argument.label.map { ": " + text($0) } ?? "")
  }

  static func text(_ expression: Language.Expression) -> String {
    switch expression.kind {
    case .literal(let literal):
      text(literal)
    case .path(let hops):
      hops.count == 1 ? text(hops[0]) : "(" + hops.map(text).joined(separator: " ") + ")"
    case .call(let name, let arguments):
      "\(text(name))(" + arguments.map(text).joined(separator: ", ") + ")"
    case .unary(let sign, let operand):
      "(\(sign.rawValue) \(text(operand)))"
    case .binary(let sign, let left, let right):
      "(\(sign.rawValue) \(text(left)) \(text(right)))"
    case .isNull(let operand, let negated):
      "(\(negated ? "not-null" : "null") \(text(operand)))"
    case .between(let operand, let lower, let upper, let negated):
      "(\(negated ? "not-between" : "between") \(text(operand)) \(text(lower)) \(text(upper)))"
    case .within(let operand, let values, let negated):
      "(\(negated ? "not-in" : "in") \(text(operand)) (" + values.map(text).joined(separator: ", ") + "))"
    case .matches(let operand, let match, let pattern, let negated):
      "(\(negated ? "not-" : "")\(match.rawValue) \(text(operand)) \(text(pattern)))"
    }
  }

  static func text(_ literal: Literal.Kind) -> String {
    switch literal {
    case .integer(let value): String(value)
    case .real(let value): "real \(value)"
    case .text(let value): value.debugDescription
    case .boolean(let value): String(value)
    case .null: "null"
    }
  }

  /// A name that was quoted, or could be taken for something else, is shown between bars.
  static func text(_ name: Name) -> String {
    name.isQuoted ? "|\(name.text.debugDescription)|" : name.text
  }
}
