import Language
import Navigation
import ORM
import SQL
import Testing

/// The table of functions says of each what SQLite does.
@Suite struct ScalarFunctionTests {
  private static let script = "CREATE TABLE one (id INTEGER PRIMARY KEY); INSERT INTO one VALUES (1);"

  @Test(arguments: ScalarFunction.all.map(\.usage))
  func eachGivesWhatItSays(_ usage: String) throws {
    let function = try #require(ScalarFunction.all.first { $0.usage == usage })
    let conversation = try Conversation(Self.script)
    for count in [function.required, min(function.limit, function.parameters.count + 1)] {
      let arguments = (0..<count).map { Self.argument(function, $0, of: count) }
      let call = "\(function.name)(\(arguments.joined(separator: ", ")))"
      let kinds: [Value] =
        switch function.result {
        case .fixed(.text): ["text"]
        case .fixed: ["integer", "real"]
        case .ofArguments: ["integer"]
        }
      let found = try kinds.filter { kind in
        guard case .text(let name) = kind else { return false }
        return try conversation.rows("one[typeof(\(call)) = \"\(name)\"].count()") == [[1]]
      }
      #expect(found.count == 1, "\(call)")
      for arguments in [function.required - 1, function.limit + 1] where arguments >= 0 {
        let call = "\(function.name)(\(repeatElement("1", count: arguments).joined(separator: ", ")))"
        #expect(throws: Diagnostic.self, "\(call)") { try conversation.bind("one[\(call) = 1]") }
      }
    }
  }

  private static func argument(_ function: ScalarFunction, _ index: Int, of count: Int) -> String {
    switch function.parameter(index) {
    // The inverse functions take numbers up to 1, the base of a logarithm may not be 1.
    case .number: count == 1 || index > 0 ? "1" : "2"
    case .text:
      function.group == nil && index > 0 && function.parameters.contains(.date) ? "\"+1 day\"" : "\"%d\""
    case .date: "\"1969-07-20\""
    case .condition: "id = 1"
    case .value: String(index + 1)
    }
  }

  @Test func theyStandInTheOrderOfTheirNamesAndEachOnce() {
    let names = ScalarFunction.available(in: Set(Dialect.FunctionGroup.allCases)).map(\.name)
    #expect(names == Set(names).sorted())
    #expect(names.count == ScalarFunction.all.count)
  }

  @Test func whatAnEngineLacksIsNotOffered() throws {
    let names = ScalarFunction.available(in: []).map(\.name)
    #expect(!names.contains("sqrt"))
    #expect(!names.contains("soundex"))
    let schema = try Conversation(Self.script).schema
    let unknown = Diagnostic(.unknownFunction("sqrt"), at: SourceRange(4, 8))
    #expect(throws: unknown) {
      try Binder(schema: schema, scope: Scope()).bind(Parser.path("one[sqrt(id) = 1]"))
    }
  }

  @Test func otherSpellingsMeanTheSame() throws {
    let conversation = try Conversation(Self.script)
    for condition in [
      "substring(\"abc\", 2) = \"bc\"", "printf(\"%d\", 7) = \"7\"", "power(2, 3) = 8", "ceiling(1.5) = 2",
      "LOWER(\"A\") = \"a\"",
    ] {
      #expect(try conversation.rows("one[\(condition)].count()") == [[1]], "\(condition)")
    }
  }
}
