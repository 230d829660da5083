import Foundation
import Language
import Navigation
import ORM
import SQL
import Testing

/// Which piece of a path each statement is laid at the door of, with strategy, relationship and how many were folded.
///
/// `Attribution.txt` holds what is expected: a path, then each list of statements under the strategies that send it.
/// With `KIN_RECORD=1` in the environment it is written anew, and the test fails.
@Suite struct AttributionTests {
  @Test(arguments: Expected.all)
  func eachStatementNamesThePieceThatCausedIt(_ expected: Expected) throws {
    #expect(try Self.text(of: expected.path) == expected.text)
  }

  @Test(.enabled(if: ProcessInfo.processInfo.environment["KIN_RECORD"] == "1"))
  func record() throws {
    let texts = try Expected.all.map { try Self.text(of: $0.path) }
    try Data((texts.joined(separator: "\n\n") + "\n").utf8).write(to: Expected.file)
    Issue.record("recorded Attribution.txt")
  }

  @Test func equalStatementsAreFoldedWithCountTotalAndSlowest() throws {
    let conversation = try Conversation()
    try conversation.answer("author.books.genres")
    let groups = conversation.session.executor.log.groups
    #expect(groups.map(\.count) == [1, 4, 6])
    #expect(groups.map { [$0.first, $0.last] } == [[1, 1], [2, 5], [6, 11]])
    #expect(groups.map(\.rows) == [4, 6, 6])
    #expect(groups.map(\.cells) == [16, 30, 12])
    for group in groups {
      #expect(group.slowest <= group.nanoseconds)
      #expect(group.nanoseconds <= group.slowest * Int64(group.count))
    }
  }

  struct Expected: CustomTestStringConvertible {
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Attribution.txt")
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

  private static let strategies: [LoadingStrategy] = [.lazy, .peers, .selectin, .joined, .subquery, .flat]

  /// The path, and below it each list of statements under the strategies that send it.
  private static func text(of path: String) throws -> String {
    var lists: [(strategies: [String], statements: [String])] = []
    for strategy in strategies {
      let conversation = try Conversation(strategy: strategy)
      if path.hasPrefix("all") {
        // What is held came as records, whatever follows.
        conversation.strategy = .lazy
        try conversation.answer("author", as: "all")
        conversation.strategy = strategy
      }
      let bound = try conversation.bind(path)
      try conversation.answer(path)
      let statements = conversation.session.executor.log.groups.map { line(of: $0, in: path, bound.marks) }
      if let same = lists.firstIndex(where: { $0.statements == statements }) {
        lists[same].strategies.append(strategy.rawValue)
      } else {
        lists.append(([strategy.rawValue], statements))
      }
    }
    return
      ([path]
      + lists.flatMap { list in
        [list.strategies.joined(separator: ", ")]
          + (list.statements.isEmpty ? ["  nothing"] : list.statements.map { "  " + $0 })
      }).joined(separator: "\n")
  }

  /// As in `books: lazy author.books ×4, 6 rows`.
  private static func line(of group: StatementGroup, in path: String, _ marks: [SourceRange]) -> String {
    let mark = group.cause.mark.flatMap { marks.indices.contains($0) ? marks[$0] : nil }
    let cause = [group.cause.strategy, group.cause.relationship].compactMap { $0 }
    let subject = cause.isEmpty ? [group.cause.subject ?? "nobody"] : []
    let words = cause + subject + (group.count > 1 ? ["×\(group.count)"] : [])
    let piece = mark.map { String($0.text(of: path)) } ?? "nowhere"
    return "\(piece): \(words.joined(separator: " ")), \(group.rows) \(group.rows == 1 ? "row" : "rows")"
  }
}
