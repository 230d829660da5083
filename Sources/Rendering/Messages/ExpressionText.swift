internal import Language

/// The sentences about values of the wrong kind in a condition, and what to write instead.
enum ExpressionText {
  /// Says of both sides what they are.
  ///
  /// - Parameter isDate: whether a calculation on one of them may have been meant as a date: nothing is to be converted
  ///   then.
  static func incomparable(
    _ left: TypedText, _ right: TypedText, isDate: Bool = false
  ) -> (sentence: Sentence, details: [Sentence]) {
    let sentence: Sentence = "\(described(left)), and \(described(right)): the two cannot be compared."
    if isDate, left.isCalculated || right.isCalculated { return (sentence, []) }
    return (sentence, [remedy(left, right) ?? remedy(right, left) ?? ""])
  }

  static func notANumber(_ operand: TypedText, _ taker: String) -> (sentence: Sentence, details: [Sentence]) {
    let remedy: Sentence =
      switch operand.type {
      case .text where operand.isLiteral: "A number has no quotes."
      case .text:
        "To read it as a number: \(type: "int(\(operand.text))") or \(type: "real(\(operand.text))")"
      case .date: "As a number of days: \(type: "julianday(\(operand.text))")"
      case .number, .boolean, .any: ""
      }
    let join: Sentence = taker == "+" && operand.type == .text ? "To join texts: \(type: "||")" : ""
    return ("\(described(operand)), and \(taker) takes numbers.", [join, remedy])
  }

  static func notADate(
    _ operand: TypedText, _ function: String, isDate: Bool = false
  ) -> (sentence: Sentence, details: [Sentence]) {
    let seconds: Sentence =
      "Seconds since 1970: \(type: "\(function.dropLast())\(operand.text), \"unixepoch\")")"
    return (
      "\(described(operand)), and \(function) reads a text such as \"1969-07-20\".",
      isDate && operand.isCalculated ? [] : [seconds]
    )
  }

  private static func described(_ operand: TypedText) -> String {
    let kind =
      switch operand.type {
      case .number: "a number"
      case .text: "text"
      case .boolean: operand.isLiteral ? "a truth value" : "true or false"
      case .date: "a date"
      case .any: "any value"
      }
    return "\(operand.text) is \(kind)"
  }

  /// What to write for the second to be compared with the first.
  private static func remedy(_ operand: TypedText, _ other: TypedText) -> Sentence? {
    switch (operand.type, other.type) {
    case (.text, .number) where !operand.isLiteral && other.isLiteral:
      "As text: \(type: "\"\(other.text)\"")   as a number: \(type: "int(\(operand.text))")"
    case (.text, .number) where !operand.isLiteral && other.isCalculated:
      "To read it as a number: \(type: "int(\(operand.text))")"
    case (.text, .number) where !operand.isLiteral:
      "Convert one of them: \(type: "int(\(operand.text))") or \(type: "text(\(other.text))")"
    case (.number, .text) where other.isLiteral:
      "A number has no quotes, and \(other.text) cannot be read as one."
    case (.date, .number): "A date is text, its year first: \(type: "\"\(year(other))-12-31\"")"
    case (.date, .boolean): "A date is text, its year first: \(type: "\"1969-12-31\"")"
    case (.boolean, .text) where !operand.isLiteral, (.boolean, .date) where !operand.isLiteral:
      "It is compared with true or false; as text: \(type: "text(\(operand.text))")"
    case (.text, .boolean) where other.isLiteral: "As text: \(type: "\"\(other.text)\"")"
    case (.number, _), (.text, _), (.boolean, _), (.date, _), (.any, _): nil
    }
  }

  private static func year(_ operand: TypedText) -> String {
    let isYear = operand.text.utf8.count == 4 && operand.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isYear ? operand.text : "1969"
  }
}
