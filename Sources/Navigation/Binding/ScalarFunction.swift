package import Language
import ORM
package import SQL

/// A function that may stand in a condition, with the kinds of values that it takes and gives.
///
/// It is one that gives the same result for the same values: https://sqlite.org/lang_corefunc.html,
/// …/lang_datefunc.html, …/lang_mathfunc.html.
package struct ScalarFunction: Sendable {
  package enum Parameter: Hashable, Sendable {
    case number
    /// Anything, which is read as text.
    case text
    /// A date or a time as text, a number only with a modifier that says what it counts.
    case date
    case condition
    case value
  }

  package enum Result: Hashable, Sendable {
    case fixed(ExpressionType)
    /// That of the arguments from this one on, where they agree.
    case ofArguments(from: Int)
  }

  package let name: String
  /// As SQL calls it, where that is not its name.
  let sqlName: String
  package let parameters: [Parameter]
  /// How many arguments there must be.
  package let required: Int
  /// How many there may be; the last parameter stands for all that follow it.
  package let limit: Int
  package let result: Result
  /// How it is typed.
  package let usage: String
  /// What it gives, in a few words.
  package let summary: String
  /// What an engine must have for it.
  package let group: Dialect.FunctionGroup?
  let conversion: EntityExpression.Conversion?

  private init(
    _ usage: String, _ parameters: [Parameter], _ result: Result, _ summary: String, required: Int? = nil,
    limit: Int? = nil, sqlName: String? = nil, group: Dialect.FunctionGroup? = nil,
    conversion: EntityExpression.Conversion? = nil
  ) {
    name = String(usage.prefix { $0 != "(" })
    self.sqlName = sqlName ?? name
    self.parameters = parameters
    self.required = required ?? parameters.count
    self.limit = limit ?? parameters.count
    self.result = result
    self.usage = usage
    self.summary = summary
    self.group = group
    self.conversion = conversion
  }

  /// More arguments than anybody types, and fewer than SQLite allows.
  private static let many = 100

  package static let all: [ScalarFunction] = conversions + texts + values + numbers + dates + mathematics

  private static let conversions = [
    ScalarFunction(
      "int(value)", [.value], .fixed(.number), "the integer that a value begins with", conversion: .integer),
    ScalarFunction(
      "real(value)", [.value], .fixed(.number), "the real number that a value begins with", conversion: .real),
    ScalarFunction("text(value)", [.value], .fixed(.text), "a value as text", conversion: .text),
  ]

  private static let texts = [
    ScalarFunction("char(code, …)", [.number], .fixed(.text), "the characters of these codes", limit: many),
    ScalarFunction(
      "format(format, value, …)", [.text, .value], .fixed(.text), "values put into a text, as printf does",
      required: 1, limit: many),
    ScalarFunction("hex(value)", [.value], .fixed(.text), "the bytes of a value as hexadecimal digits"),
    ScalarFunction(
      "instr(text, part)", [.text, .text], .fixed(.number),
      "where a part begins, from 1; 0 if it is not there"),
    ScalarFunction("length(text)", [.text], .fixed(.number), "how many characters"),
    ScalarFunction("lower(text)", [.text], .fixed(.text), "in small letters, A to Z only"),
    ScalarFunction(
      "ltrim(text, characters)", [.text, .text], .fixed(.text),
      "without blanks, or these characters, in front",
      required: 1),
    ScalarFunction("quote(value)", [.value], .fixed(.text), "a value as SQL writes it"),
    ScalarFunction(
      "replace(text, from, to)", [.text, .text, .text], .fixed(.text), "with each of one part made another"),
    ScalarFunction(
      "rtrim(text, characters)", [.text, .text], .fixed(.text), "without blanks, or these characters, behind",
      required: 1),
    ScalarFunction(
      "soundex(text)", [.text], .fixed(.text), "how a word sounds in English, as four characters",
      group: .soundex),
    ScalarFunction(
      "substr(text, from, length)", [.text, .number, .number], .fixed(.text),
      "a part, from 1; negative positions count from the end", required: 2),
    ScalarFunction(
      "trim(text, characters)", [.text, .text], .fixed(.text),
      "without blanks, or these characters, on both sides", required: 1),
    ScalarFunction("unicode(text)", [.text], .fixed(.number), "the code of the first character"),
    ScalarFunction("upper(text)", [.text], .fixed(.text), "in capital letters, a to z only"),
  ]

  private static let values = [
    ScalarFunction(
      "coalesce(value, other, …)", [.value, .value], .ofArguments(from: 0), "the first that is not NULL",
      limit: many),
    ScalarFunction(
      "ifnull(value, other)", [.value, .value], .ofArguments(from: 0), "the first that is not NULL"),
    ScalarFunction(
      "iif(condition, value, other)", [.condition, .value, .value], .ofArguments(from: 1),
      "one value where a condition holds, else the other"),
    ScalarFunction(
      "max(value, other, …)", [.value, .value], .ofArguments(from: 0), "the greatest; NULL if one is NULL",
      limit: many),
    ScalarFunction(
      "min(value, other, …)", [.value, .value], .ofArguments(from: 0), "the least; NULL if one is NULL",
      limit: many),
    ScalarFunction(
      "nullif(value, other)", [.value, .value], .ofArguments(from: 0),
      "NULL where both are equal, else the first"
    ),
    ScalarFunction(
      "typeof(value)", [.value], .fixed(.text), "how a value is stored: null, integer, real, text or blob"),
  ]

  private static let numbers = [
    ScalarFunction("abs(number)", [.number], .fixed(.number), "without its sign"),
    ScalarFunction(
      "round(number, digits)", [.number, .number], .fixed(.number), "rounded to so many digits, or to none",
      required: 1),
    ScalarFunction("sign(number)", [.number], .fixed(.number), "-1, 0 or 1"),
  ]

  private static let dates = [
    ScalarFunction(
      "date(date, modifier, …)", [.date, .text], .fixed(.text), "the day, as \"1969-07-20\"", required: 1,
      limit: many),
    ScalarFunction(
      "datetime(date, modifier, …)", [.date, .text], .fixed(.text),
      "the day and the time, as \"1969-07-20 20:17:40\"", required: 1, limit: many),
    ScalarFunction(
      "julianday(date, modifier, …)", [.date, .text], .fixed(.number), "as a number of days, to subtract",
      required: 1, limit: many),
    ScalarFunction(
      "strftime(format, date, modifier, …)", [.text, .date, .text], .fixed(.text),
      "in a format, as \"%Y\" for the year", required: 2, limit: many),
    ScalarFunction(
      "time(date, modifier, …)", [.date, .text], .fixed(.text), "the time, as \"20:17:40\"", required: 1,
      limit: many),
    ScalarFunction(
      "unixepoch(date, modifier, …)", [.date, .text], .fixed(.number), "in seconds since 1970", required: 1,
      limit: many),
  ]

  private static let mathematics =
    [
      ("acos", "the angle of this cosine"), ("acosh", "the inverse of cosh"),
      ("asin", "the angle of this sine"), ("asinh", "the inverse of sinh"),
      ("atan", "the angle of this tangent"), ("atanh", "the inverse of tanh"),
      ("ceil", "rounded up to a whole number"), ("cos", "the cosine of an angle"),
      ("cosh", "the hyperbolic cosine"), ("degrees", "an angle in degrees, from radians"),
      ("exp", "e to this power"), ("floor", "rounded down to a whole number"),
      ("ln", "the natural logarithm"), ("log10", "the logarithm to base 10"),
      ("log2", "the logarithm to base 2"), ("radians", "an angle in radians, from degrees"),
      ("sin", "the sine of an angle"), ("sinh", "the hyperbolic sine"), ("sqrt", "the square root"),
      ("tan", "the tangent of an angle"), ("tanh", "the hyperbolic tangent"),
      ("trunc", "without its fraction"),
    ].map {
      ScalarFunction("\($0.0)(number)", [.number], .fixed(.number), $0.1, group: .mathematics)
    } + [
      ScalarFunction(
        "atan2(y, x)", [.number, .number], .fixed(.number), "the angle of a point", group: .mathematics),
      ScalarFunction(
        "log(base, number)", [.number, .number], .fixed(.number),
        "the logarithm, to base 10 if none is given",
        required: 1, group: .mathematics),
      ScalarFunction(
        "mod(number, other)", [.number, .number], .fixed(.number), "the remainder, with its fraction",
        group: .mathematics),
      ScalarFunction("pi()", [], .fixed(.number), "3.14159…", group: .mathematics),
      ScalarFunction(
        "pow(number, exponent)", [.number, .number], .fixed(.number), "a number to a power",
        group: .mathematics),
    ]

  // MARK: Lookup

  /// Those that an engine with these groups has, by name.
  package static func available(in groups: Set<Dialect.FunctionGroup>) -> [ScalarFunction] {
    all.filter { $0.group.map(groups.contains) ?? true }.sorted { $0.name < $1.name }
  }

  /// Other spellings that SQL has.
  private static let synonyms = [
    "ceiling": "ceil", "power": "pow", "printf": "format", "substring": "substr",
  ]

  /// What other languages call functions that are here.
  static let borrowed = [
    "len": "length", "char_length": "length", "strlen": "length", "ucase": "upper", "lcase": "lower",
    "nvl": "coalesce", "isnull": "coalesce", "now": "date(\"now\")",
  ]

  static func named(_ name: String, in groups: Set<Dialect.FunctionGroup>) -> ScalarFunction? {
    let folded = name.lowercased()
    let own = synonyms[folded] ?? folded
    return all.first { $0.name == own && ($0.group.map(groups.contains) ?? true) }
  }

  func takes(_ count: Int) -> Bool { (required...limit).contains(count) }

  /// What an argument in this place must be.
  package func parameter(_ index: Int) -> Parameter {
    parameters.indices.contains(index) ? parameters[index] : parameters.last ?? .value
  }

  /// The kind of values it gives for arguments of these kinds.
  func type(of arguments: [ExpressionType]) -> ExpressionType {
    switch result {
    case .fixed(let type): return type
    case .ofArguments(let start):
      let types = Set(arguments.dropFirst(start))
      if types.count == 1, let type = types.first { return type }
      if types == [.number, .boolean] { return .number }
      return types == [.text, .date] ? .text : .any
    }
  }
}
