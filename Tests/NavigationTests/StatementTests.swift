import Foundation
import Navigation
import ORM
import Testing

/// The statements of each strategy, all of them and in full, over the library.
///
/// `Statements.txt` holds what is expected: a path, then each list of statements under the strategies that send it, with
/// what was bound behind the arrow. With `KIN_RECORD=1` in the environment it is written anew, and the test fails.
@Suite struct StatementTests {
  @Test(arguments: Expected.all)
  func eachStrategySendsExactlyThese(_ expected: Expected) throws {
    #expect(try Self.text(of: expected.path) == expected.text)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["KIN_RECORD"] == "1"))
  func record() throws {
    let texts = try Expected.all.map { try Self.text(of: $0.path) }
    try Data((texts.joined(separator: "\n\n") + "\n").utf8).write(to: Expected.file)
    Issue.record("recorded Statements.txt")
  }

  struct Expected: CustomTestStringConvertible {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Statements.txt")
    static let all: [Expected] = {
      guard let data = try? Data(contentsOf: file) else { return [] }
      return String(decoding: data, as: UTF8.self).components(separatedBy: "\n\n").map {
        Expected(text: $0.trimmingCharacters(in: .newlines))
      }.filter { !$0.text.isEmpty }
    }()

    let text: String
    var path: String { String(text.prefix { $0 != "\n" }) }
    var testDescription: String { path }
  }

  /// The path, and below it each list of statements under the strategies that send it.
  static func text(of path: String) throws -> String {
    var lists: [(strategies: [String], statements: [String])] = []
    for strategy in LoadingStrategy.allCases where strategy != .raise {
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
