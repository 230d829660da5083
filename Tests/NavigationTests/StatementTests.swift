import Navigation
import ORM
import Testing

/// The statements of each strategy, all of them and in full, over the library.
@Suite struct StatementTests {
  @Test(arguments: StatementTexts.all.map(Expected.init))
  func eachStrategySendsExactlyThese(_ expected: Expected) throws {
    #expect(try Self.text(of: expected.path) == expected.text)
  }

  struct Expected: CustomTestStringConvertible {
    let text: String
    var path: String { String(text.prefix { $0 != "\n" }) }
    var testDescription: String { path }
  }

  /// The path, and below it each list of statements under the strategies that send it.
  static func text(of path: String) throws -> String {
    var lists: [(strategies: [String], statements: [String])] = []
    for strategy in LoadingStrategy.allCases {
      let conversation = try Conversation(strategy: strategy)
      try conversation.answer(path)
      let statements = conversation.connection.statements
      if let same = lists.firstIndex(where: { $0.statements == statements }) {
        lists[same].strategies.append(strategy.rawValue)
      } else {
        lists.append(([strategy.rawValue], statements))
      }
    }
    return
      ([path]
      + lists.flatMap { list in
        [list.strategies.joined(separator: ", ")] + list.statements.map(wrapped)
      }).joined(separator: "\n")
  }

  /// In lines of a readable length, the first one marked.
  private static func wrapped(_ statement: String) -> String {
    var lines = ["  -"]
    for word in statement.split(separator: " ") {
      if lines[lines.count - 1].count + word.count > 94 { lines.append("   ") }
      lines[lines.count - 1] += " " + word
    }
    return lines.joined(separator: "\n")
  }
}
