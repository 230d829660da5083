/// The prompt on a terminal with colours: it stands out, and takes no more room than without.
import Testing

@Suite(.serialized) struct PromptTests {
  private static let dark = Array("\u{1B}[1;36mkin library> \u{1B}[0m".utf8)
  private static let light = Array("\u{1B}[1;34mkin library> \u{1B}[0m".utf8)

  private static func counts(
    _ environment: [String: String], arguments: [String] = []
  ) throws -> (dark: Int, light: Int) {
    let kin = try Session(environment: environment, arguments: arguments)
    let written = kin.terminal.transcript
    return (min(1, written.occurrences(of: dark)), min(1, written.occurrences(of: light)))
  }

  @Test func itHasTheColourOfTheTheme() throws {
    #expect(try Self.counts(["NO_COLOR": ""]) == (1, 0))
    #expect(try Self.counts(["NO_COLOR": "", "COLORFGBG": "0;15"]) == (0, 1))
    #expect(try Self.counts(["NO_COLOR": "1"]) == (0, 0))
    #expect(try Self.counts(["NO_COLOR": "1"], arguments: ["--color", "always"]) == (1, 0))
    #expect(try Self.counts(["NO_COLOR": ""], arguments: ["--color", "never"]) == (0, 0))
    #expect(try Self.counts(["NO_COLOR": "", "TERM": "dumb"]) == (0, 0))
  }

  @Test func settingTheThemeChangesIt() throws {
    let kin = try Session(environment: ["NO_COLOR": ""])
    let first = kin.terminal.transcript.count
    kin.enter("set theme light")
    #expect(Array(kin.terminal.transcript.dropFirst(first)).occurrences(of: Self.light) > 0)
    let second = kin.terminal.transcript.count
    kin.enter("set theme none")
    let last = kin.terminal.transcript.dropFirst(second).suffix(200)
    #expect(Array(last.suffix(40)).occurrences(of: Array("[1;".utf8)) == 0)
    #expect(kin.leave() == .exit(0))
  }

  @Test func itTakesNoMoreRoom() throws {
    let kin = try Session(environment: ["NO_COLOR": ""], columns: 40)
    let line = "book[title = 'A title of many words, and more']"
    kin.type(line)
    let rest = String(line.dropFirst(40 - Session.prompt.count))
    kin.terminal.expectLine(rest, column: rest.count)
    let first = Session.prompt + line.prefix(40 - Session.prompt.count)
    #expect(kin.terminal.screen.plainLines.suffix(2) == [first, rest])
    kin.type("\u{1}")
    kin.terminal.expectLine(first, column: Session.prompt.count)
    kin.type("\u{5}\u{15}")
    kin.expectInput("")
    kin.type("book[\r")
    kin.terminal.expectLine("         ..> ")
    kin.type("1].title")
    kin.terminal.expectLine("         ..> 1].title")
    kin.type("\r")
    kin.expectInput("")
    kin.type(Key.up)
    kin.terminal.expectLine("         ..> 1].title")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }
}
