import Foundation
import ORM
import Rendering
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

  @Test("its paths can be typed, and do what is said of them")
  func paths() throws {
    let rows = Self.rows(of: try Golden.text(of: "README.md"), below: "you type").dropFirst()
    var written = ""
    for row in rows {
      let library = try SampleLibrary(sql: .off)
      library.conversation.settings.limit = .rows(3)
      written += "# \(row[1])\n\n"
      for line in Self.code(in: row[0]) {
        written += "kin library> \(line)\n" + library.answer(to: line) + "\n"
        #expect(!library.lastLineFailed, "\(line)")
      }
    }
    try Golden.expect("Tests/ShellTests/Expected/paths.txt", is: written)
  }

  @Test("its table of loading strategies is the program's")
  func strategies() throws {
    let rows = Self.rows(of: try Golden.text(of: "README.md"), below: "strategy").dropFirst()
    #expect(Array(rows) == LoadingStrategy.allCases.map { ["`\($0)`", $0.summary] })
  }

  @Test("its exit codes and its options are those of the program")
  func options() throws {
    let folder = try Folder()
    let help = try folder.kin("--help").output
    let readme = try Golden.text(of: "README.md")
    let codes = help.lines.drop { !$0.hasPrefix("Exit codes:") }.flatMap { $0.split(separator: " ") }
    let sentence = try #require(readme.firstMatch(of: /Exit codes: .*?, 130 [a-z]+\./))
    #expect(String(sentence.0) == codes.joined(separator: " "))

    let option = /--[a-z][a-z-]*/
    let known = Set(help.matches(of: option).map(\.0))
    #expect(
      Set(readme.matches(of: option).map(\.0)).subtracting(known) == ["--filter"], "which is swift test's")
  }

  @Test("what it leads to is there, and what it says to run can be run")
  func files() throws {
    let readme = try Golden.text(of: "README.md")
    let manager = FileManager.default
    for link in readme.matches(of: /\]\(([^):]+)\)/).map({ String($0.1) }) {
      #expect(manager.fileExists(atPath: Golden.root.appending(path: link).path()), "\(link)")
    }
    let program = /(scripts\/[a-z]+|(Tests|Benchmarks)[A-Za-z\/]*\/run)\b/
    let programs = Set(readme.matches(of: program).map(\.0))
    #expect(
      programs.sorted() == [
        "Benchmarks/run", "Tests/Counts/run", "Tests/Fuzz/run", "scripts/install",
        "scripts/picture", "scripts/run", "scripts/test",
      ])
    for program in programs {
      let path = Golden.root.appending(path: String(program)).path()
      #expect(manager.isExecutableFile(atPath: path), "\(program)")
    }
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

  /// What stands between backticks.
  private static func code(in text: String) -> [String] { text.matches(of: /`([^`]+)`/).map { String($0.1) } }

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
