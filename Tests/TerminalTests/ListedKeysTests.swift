/// What `help keys` lists in each mode, and whether the keys do it.
import Glibc
import Testing

@Suite(.serialized) struct ListedKeysTests {
  private static let modes = ["bind -e\n", "bind -v\n"]

  @Test func theKeysOfEachModeAreTold() throws {
    let pages = try [("", "xterm"), ("bind -v\n", "xterm"), ("", "dumb")].map { editrc, terminal in
      let kin = try Session(environment: ["TERM": terminal], editrc: editrc)
      kin.enter("help keys")
      return Array(kin.screenLines.drop { $0 != "kin library> help keys" }.dropFirst().dropLast())
    }
    let beginning = [
      " Keys     Tab                completes names, attributes, values, verbs,",
      "                             commands and their arguments",
      "          Enter              runs the line; while a bracket is open it goes on",
      "                             below, until an empty line",
      "          up, down           lines typed before that begin like this one",
      "          Ctrl-R             searches the lines typed before",
    ]
    let deleting = ["          Ctrl-W, Ctrl-U     deletes the word, or all, before the cursor"]
    let clearing = ["          Ctrl-L             clears the screen"]
    let control = [
      "          Ctrl-C             gives up the line, or stops the query that runs",
      "          Ctrl-Z             goes to the shell; fg comes back",
      "          Ctrl-D             leaves, on an empty line",
    ]
    let byWord = ["          Ctrl-left, -right  a word back, a word on"]
    let emacs =
      beginning + ["          Ctrl-A, Ctrl-E     to the beginning and the end of the line"] + byWord
      + deleting + clearing + control + [" ~/.editrc changes them; bind -v there is vi."]
    let vi =
      beginning + ["          Home, End          to the beginning and the end of the line"] + byWord
      + deleting
      + [
        "          Esc                from typing to vi's commands, as 0, $, w, b, x, dw;",
        "                             i and a lead back",
        "          k, j               among vi's commands: as up and down",
        "          /                  among vi's commands: as Ctrl-R",
      ] + clearing + control + [" ~/.editrc changes them, and has said bind -v; bind -e is emacs."]
    let plain =
      [
        " Keys     Enter              runs the line; while a bracket is open it goes on",
        "                             below, until an empty line",
      ] + deleting + control
    #expect(pages == [emacs, vi, plain])
  }

  @Test(arguments: modes)
  func theListedKeysMoveAndDelete(editrc: String) throws {
    let kin = try Session(editrc: editrc)
    let line = "one two three"
    kin.type(line)
    kin.expectInput(line)
    let isEmacs = editrc == "bind -e\n"
    for (keys, cursor) in [
      (isEmacs ? "\u{1}" : "\u{1B}[H", 0), (isEmacs ? "\u{5}" : "\u{1B}[F", 13), ("\u{1B}[1;5D", 8),
      ("\u{1B}[1;5D", 4), ("\u{1B}[1;5C", 7), (isEmacs ? "\u{5}" : "\u{1B}[F", 13),
    ] {
      kin.type(keys)
      kin.expectInput(line, cursor: cursor)
    }
    kin.type("\u{17}")
    kin.expectInput("one two ")
    kin.type("\u{1B}[1;5D")
    kin.terminal.expectLine(Session.prompt + "one two", column: 13 + 4)
    kin.type("\u{15}")
    kin.terminal.expectLine(Session.prompt + "two", column: 13)
    kin.type("\u{C}")
    #expect(kin.terminal.wait { $0.cursor.row == 0 && $0.plainLine == Session.prompt + "two" })
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  @Test(arguments: modes)
  func theListedKeysLeadThroughTheHistory(editrc: String) throws {
    let kin = try Session(editrc: editrc)
    kin.enter("author[1].name")
    kin.enter("book[1].title")
    kin.type("au")
    kin.expectInput("au")
    kin.type(Key.up)
    kin.expectInput("author[1].name")
    kin.type(Key.down)
    kin.expectInput("au")
    kin.type("\u{15}\u{12}k[1")
    kin.terminal.expectLine("(search) k[1: book[1].title", column: 17)
    kin.type("\r")
    kin.expectInput("")
    kin.type("bo")
    kin.expectInput("bo")
    kin.type("\t")
    kin.expectInput("book")
  }

  @Test func theListedKeysAmongVisCommands() throws {
    let kin = try Session(editrc: "bind -v\n")
    kin.enter("author[1].name")
    kin.enter("book[1].title")
    kin.type("\u{1B}")
    usleep(100_000)
    kin.type("k")
    kin.expectInput("book[1].title", cursor: 12)
    kin.type("k")
    kin.expectInput("author[1].name", cursor: 13)
    kin.type("j")
    kin.expectInput("book[1].title", cursor: 12)
    kin.type("0")
    kin.expectInput("book[1].title", cursor: 0)
    kin.type("w")
    kin.expectInput("book[1].title", cursor: 4)
    kin.type("$")
    kin.expectInput("book[1].title", cursor: 12)
    kin.type("x")
    kin.expectInput("book[1].titl", cursor: 11)
    kin.type("b")
    kin.expectInput("book[1].titl", cursor: 8)
    kin.type("dw")
    kin.expectInput("book[1].", cursor: 7)
    kin.type("aid")
    kin.expectInput("book[1].id")
    kin.type("\u{1B}")
    usleep(100_000)
    kin.type("0ia")
    kin.expectInput("abook[1].id", cursor: 1)
    kin.type("\u{3}")
    kin.expectInput("")
    kin.type("\u{1B}")
    usleep(100_000)
    kin.type("/r[1")
    kin.terminal.expectLine("(search) r[1: author[1].name", column: 19)
    kin.type("\r")
    kin.expectInput("")
    #expect(kin.screenLines.contains("Mary Shelley"))
  }
}
