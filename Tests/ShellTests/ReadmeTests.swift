import Foundation
import Shell
import Testing

@Suite("README")
struct ReadmeTests {
  @Test("its table of commands is the program's")
  func commands() throws {
    let rows = try Golden.text(of: "README.md").lines.drop { $0 != "| command | what it does |" }.dropFirst(2)
      .prefix { $0.hasPrefix("|") }
    let expected = Command.Group.allCases.flatMap { group in Command.all.filter { $0.group == group } }
      .map { "| `\($0.usage.replacing("|", with: "\\|"))` | \($0.summary) |" }
    #expect(Array(rows) == expected)
  }

  @Test("its figures beside other tools are the measured ones")
  func figures() throws {
    let measured = Self.rows(of: try Golden.text(of: "docs/performance.md"), below: "time ÷ plain C")
    let columns = try ["W1", "W3", "W4", "W5", "W6"].map { workload in
      try #require(measured.first?.firstIndex(of: workload))
    }
    let expected = try ["Kin", "SQLAlchemy", "Django", "Peewee", "Pony"].map { name in
      let row = try #require(measured.first { $0[0] == name.lowercased() })
      return [name] + columns.map { row[$0] }
    }
    let lines = try Golden.text(of: "README.md").lines
      .drop { !$0.hasPrefix("What loading costs") }.joined(separator: "\n")
    #expect(Array(Self.rows(of: lines, below: "").dropFirst()) == expected)
  }

  /// The cells of the first table whose heading begins with a cell.
  private static func rows(of text: String, below first: String) -> [[String]] {
    let table = text.lines.map { line in
      line.hasPrefix("|")
        ? line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
          .map { $0.trimmingCharacters(in: .whitespaces) } : []
    }
    .drop { $0.first != first }.prefix { !$0.isEmpty }
    return table.filter { !$0.dropFirst().allSatisfy { $0.allSatisfy { "-:".contains($0) } } }
  }
}
