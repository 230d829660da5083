/// A function that may stand in a condition (https://sqlite.org/lang_corefunc.html, …/lang_datefunc.html).
package struct ScalarFunction: Sendable {
  package let name: String
  package let arity: ClosedRange<Int>
  /// How it is typed.
  package let usage: String

  package static let all: [ScalarFunction] = [
    ScalarFunction(name: "abs", arity: 1...1, usage: "abs(number)"),
    ScalarFunction(name: "coalesce", arity: 2...9, usage: "coalesce(value, other, …)"),
    ScalarFunction(name: "date", arity: 1...4, usage: "date(text)"),
    ScalarFunction(name: "datetime", arity: 1...4, usage: "datetime(text)"),
    ScalarFunction(name: "instr", arity: 2...2, usage: "instr(text, part)"),
    ScalarFunction(name: "julianday", arity: 1...4, usage: "julianday(text)"),
    ScalarFunction(name: "length", arity: 1...1, usage: "length(text)"),
    ScalarFunction(name: "lower", arity: 1...1, usage: "lower(text)"),
    ScalarFunction(name: "nullif", arity: 2...2, usage: "nullif(value, other)"),
    ScalarFunction(name: "replace", arity: 3...3, usage: "replace(text, from, to)"),
    ScalarFunction(name: "round", arity: 1...2, usage: "round(number, digits)"),
    ScalarFunction(name: "strftime", arity: 2...5, usage: "strftime(format, text)"),
    ScalarFunction(name: "substr", arity: 2...3, usage: "substr(text, from, length)"),
    ScalarFunction(name: "time", arity: 1...4, usage: "time(text)"),
    ScalarFunction(name: "trim", arity: 1...2, usage: "trim(text)"),
    ScalarFunction(name: "typeof", arity: 1...1, usage: "typeof(value)"),
    ScalarFunction(name: "upper", arity: 1...1, usage: "upper(text)"),
  ]

  static func named(_ name: String) -> ScalarFunction? {
    let name = name.lowercased()
    return all.first { $0.name == name }
  }
}
