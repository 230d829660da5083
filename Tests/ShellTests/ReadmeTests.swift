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
}
