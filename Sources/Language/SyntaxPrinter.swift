/// Writes syntax as a person would type it.
///
/// It uses no more parentheses and backquotes than needed, and what it writes is read back as the same syntax.
package struct SyntaxPrinter {
  private var text = ""

  package static func text(of statement: Statement) -> String {
    var printer = SyntaxPrinter()
    switch statement {
    case .path(let path):
      printer.write(path)
    case .assignment(let name, let path):
      printer.write(name, isReserved: name.text == "_")
      printer.text += " = "
      printer.write(path)
    case .question(let path):
      printer.write(path)
      printer.text += "?"
    }
    return printer.text
  }

  package static func text(of path: PathSyntax) -> String {
    var printer = SyntaxPrinter()
    printer.write(path)
    return printer.text
  }

  /// Hops from a record on, as in a field: `books.title`.
  package static func text(of hops: [Hop]) -> String {
    var printer = SyntaxPrinter()
    printer.write(hops, afterRoot: false)
    return printer.text
  }

  package static func text(of expression: Expression) -> String {
    var printer = SyntaxPrinter()
    printer.write(expression)
    return printer.text
  }

  package static func text(of literal: Literal.Kind) -> String {
    switch literal {
    case .integer(let value): String(value)
    case .real(let value): value.description
    case .text(let value):
      value.utf8.contains(UInt8(ascii: "\"")) && !value.utf8.contains(UInt8(ascii: "'"))
        ? delimited(value, by: "'") : delimited(value, by: "\"")
    case .boolean(let value): String(value)
    case .null: "null"
    }
  }

  /// A name as it must be typed after a dot: in backquotes only if it is not a plain word.
  package static func name(_ text: String) -> String {
    isPlain(text) ? text : quoted(text)
  }

  /// A name as it must be typed at the beginning of a path.
  package static func root(_ text: String) -> String {
    text == "_" ? quoted(text) : name(text)
  }

  /// A name as it must be typed in a condition, where some words mean something else.
  package static func operand(_ text: String) -> String {
    Keyword(rawValue: text.lowercased()) == nil ? name(text) : quoted(text)
  }

  /// A name in backquotes.
  package static func quoted(_ name: String) -> String {
    delimited(name, by: "`")
  }

  /// Whether the language reads this text as one name also when a sign follows it.
  private static func isPlain(_ text: String) -> Bool {
    guard !text.isEmpty else { return false }
    let tokens = Lexer.tokens(of: text + ".")
    return tokens.count == 3 && tokens[0].kind == .name(text, isQuoted: false)
      && tokens[0].range.upper == text.utf8.count
  }

  private static func delimited(_ text: String, by delimiter: Unicode.Scalar) -> String {
    var delimited = String.UnicodeScalarView()
    delimited.append(delimiter)
    for scalar in text.unicodeScalars {
      if scalar == delimiter { delimited.append(delimiter) }
      delimited.append(scalar)
    }
    delimited.append(delimiter)
    return String(delimited)
  }

  // MARK: Paths

  private mutating func write(_ path: PathSyntax) {
    switch path.root {
    case .name(let name):
      write(name, isReserved: name.text == "_")
    case .lastResult(let range):
      if range.lower < range.upper || !Self.beginsWithName(path.hops) { text += "_" }
    }
    write(path.hops, afterRoot: true)
  }

  private static func beginsWithName(_ hops: [Hop]) -> Bool {
    switch hops.first?.kind {
    case .member, .closure, .verb: true
    case .keys, .slice, .filter, .shape, nil: false
    }
  }

  private mutating func write(_ hops: [Hop], afterRoot: Bool, inExpression: Bool = false) {
    for (index, hop) in hops.enumerated() {
      let isFirst = index == 0 && !afterRoot
      write(hop.kind, dot: isFirst ? "" : ".", isReserved: isFirst && inExpression)
    }
  }

  private mutating func write(_ mark: EagerMark?) {
    guard let mark else { return }
    text += "!"
    if let strategy = mark.strategy { write(strategy) }
  }

  private mutating func write(_ hop: Hop.Kind, dot: String, isReserved: Bool) {
    switch hop {
    case .member(let name, let eager):
      text += dot
      write(name, isReserved: isReserved && Self.isKeyword(name))
      write(eager)
    case .closure(let name, let includesStart, let eager):
      text += dot
      write(name, isReserved: isReserved && Self.isKeyword(name))
      text += includesStart ? "*" : "+"
      write(eager)
    case .verb(let name, let arguments):
      text += dot
      write(name, isReserved: isReserved && Self.isKeyword(name))
      text += "("
      list(arguments) { printer, argument in printer.write(argument) }
      text += ")"
    case .keys(let keys):
      text += "["
      list(keys) { printer, key in printer.text += Self.text(of: key.kind) }
      text += "]"
    case .slice(let lower, let upper):
      text += "[\(lower.map(String.init) ?? ""):\(upper.map(String.init) ?? "")]"
    case .filter(let predicate):
      // A literal alone in brackets would be a key.
      if case .literal = predicate.kind { text += "[(" } else { text += "[" }
      write(predicate)
      if case .literal = predicate.kind { text += ")]" } else { text += "]" }
    case .shape(let fields):
      text += "{"
      list(fields) { printer, field in printer.write(field) }
      text += "}"
    }
  }

  private mutating func write(_ argument: Argument) {
    write(argument.expression)
    guard let label = argument.label else { return }
    text += ": "
    write(label)
  }

  private mutating func write(_ field: Field) {
    if let alias = field.alias {
      write(alias)
      text += ": "
    }
    write(field.hops, afterRoot: false)
  }

  private mutating func write(_ name: Name, isReserved: Bool = false) {
    text += name.isQuoted || isReserved ? Self.quoted(name.text) : Self.name(name.text)
  }

  private static func isKeyword(_ name: Name) -> Bool {
    Token(.name(name.text, isQuoted: false), range: name.range).keyword != nil
  }

  private mutating func list<Element>(
    _ elements: [Element], _ write: (inout SyntaxPrinter, Element) -> Void
  ) {
    for (index, element) in elements.enumerated() {
      if index > 0 { text += ", " }
      write(&self, element)
    }
  }

  // MARK: Expressions

  /// How tightly an expression binds, the loosest first.
  private enum Binding: Int {
    case disjunction, conjunction, negation, comparison, sum, product, factor, primary
  }

  private mutating func write(_ expression: Expression) {
    switch expression.kind {
    case .literal(let literal):
      text += Self.text(of: literal)
    case .path(let hops):
      write(hops, afterRoot: false, inExpression: true)
    case .call(let name, let arguments):
      write(name, isReserved: Self.isKeyword(name))
      text += "("
      list(arguments) { printer, argument in printer.write(argument) }
      text += ")"
    case .unary(.not, let operand):
      text += "not "
      write(operand, atLeast: .negation)
    case .unary(.minus, let operand):
      text += "-"
      write(operand, atLeast: .primary, isAfterMinus: true)
    case .binary(let sign, let left, let right):
      let binding = Self.binding(of: sign)
      write(left, atLeast: binding == .comparison ? .sum : binding)
      text += " \(sign.rawValue) "
      write(right, atLeast: Binding(rawValue: binding.rawValue + 1) ?? .primary)
    case .isNull(let operand, let negated):
      write(operand, atLeast: .sum)
      text += negated ? " is not null" : " is null"
    case .between(let operand, let lower, let upper, let negated):
      write(operand, atLeast: .sum)
      text += negated ? " not between " : " between "
      write(lower, atLeast: .sum)
      text += " and "
      write(upper, atLeast: .sum)
    case .within(let operand, let values, let negated):
      write(operand, atLeast: .sum)
      text += negated ? " not in (" : " in ("
      list(values) { printer, value in printer.write(value) }
      text += ")"
    case .matches(let operand, let match, let pattern, let negated):
      write(operand, atLeast: .sum)
      text += negated ? " not \(match.rawValue) " : " \(match.rawValue) "
      write(pattern, atLeast: .sum)
    }
  }

  /// An operand, in parentheses if it binds too loosely.
  ///
  /// A path that ends in `+` or `*` needs them too, or
  /// its sign would add or multiply; so does a number after a minus, or the minus would be part of it.
  private mutating func write(_ operand: Expression, atLeast binding: Binding, isAfterMinus: Bool = false) {
    let needsParentheses =
      switch operand.kind {
      case .path(let hops):
        if case .closure(_, _, nil) = hops.last?.kind { true } else { false }
      case .literal(.integer), .literal(.real):
        isAfterMinus
      case .literal, .call, .unary, .binary, .isNull, .between, .within, .matches:
        Self.binding(of: operand).rawValue < binding.rawValue
      }
    if needsParentheses { text += "(" }
    write(operand)
    if needsParentheses { text += ")" }
  }

  private static func binding(of expression: Expression) -> Binding {
    switch expression.kind {
    case .literal, .path, .call: .primary
    case .unary(.minus, _): .factor
    case .unary(.not, _): .negation
    case .binary(let sign, _, _): binding(of: sign)
    case .isNull, .between, .within, .matches: .comparison
    }
  }

  private static func binding(of sign: BinaryOperator) -> Binding {
    switch sign {
    case .or: .disjunction
    case .and: .conjunction
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
    case .add, .subtract, .concatenate: .sum
    case .multiply, .divide, .remainder: .product
    }
  }
}

extension Statement: CustomStringConvertible {
  package var description: String { SyntaxPrinter.text(of: self) }
}

extension PathSyntax: CustomStringConvertible {
  package var description: String { SyntaxPrinter.text(of: self) }
}

extension Expression: CustomStringConvertible {
  package var description: String { SyntaxPrinter.text(of: self) }
}
