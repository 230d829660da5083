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
    let outside = [
      "          Ctrl-X Ctrl-E      edits the line in the program that EDITOR names"
    ]
    let clearing = ["          Ctrl-L             clears the screen"]
    let control = [
      "          Ctrl-C             gives up the line, or stops the query that runs",
      "          Ctrl-Z             goes to the shell; fg comes back",
      "          Ctrl-D             leaves, on an empty line",
    ]
    let emacs =
      beginning
      + [
        "          Ctrl-A, Ctrl-E     to the beginning and the end of the line",
        "          Alt-B, Alt-F       a word back, a word on; also Ctrl-left, Ctrl-right",
      ] + deleting
      + [
        "          Alt-D, Ctrl-K      deletes the word, or all, behind the cursor",
        "          Ctrl-Y             puts in again what was deleted last",
      ] + outside + clearing + control + [" ~/.editrc changes them; bind -v there is vi."]
    let vi =
      beginning
      + [
        "          Home, End          to the beginning and the end of the line",
        "          Ctrl-left, -right  a word back, a word on",
      ] + deleting + outside
      + [
        "          Esc                from typing to vi's commands; i, a, I and A back",
        "          h l w b e 0 $ fx   vi: moves; fx to the next x",
        "          x dw dd D rx ~     vi: deletes; rx replaces by x, ~ by the other case",
        "          cw cc C            vi: deletes, and then types",
        "          p u .              vi: puts in what was deleted, undoes, does again",
        "          k j /              vi: as up, down and Ctrl-R",
        "          v                  vi: as Ctrl-X Ctrl-E",
      ] + clearing + control + [" ~/.editrc changes them, and has said bind -v; bind -e is emacs."]
    let plain =
      [
        " Keys     Enter              runs the line; while a bracket is open it goes on",
        "                             below, until an empty line",
      ] + deleting + control
      + [
        " No completion and no recall here: TERM says that the terminal cannot move its",
        " cursor. tables and author? tell the names. If the terminal can: TERM=xterm kin",
      ]
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

  @Test func theListedKeysOfEmacs() throws {
    let kin = try Session(editrc: "bind -e\n")
    let line = "one two three"
    kin.type(line)
    kin.expectInput(line)
    for (keys, cursor) in [("\u{1B}b", 8), ("\u{1B}b", 4), ("\u{1B}f", 7), ("\u{1B}b", 4)] {
      kin.type(keys)
      kin.expectInput(line, cursor: cursor)
    }
    kin.type("\u{1B}d")
    kin.expectInput("one  three", cursor: 4)
    kin.type("\u{5}\u{19}")
    kin.expectInput("one  threetwo")
    kin.type("\u{1}\u{1B}f\u{B}")
    kin.expectInput("one")
    kin.type("\u{19}\u{19}")
    kin.expectInput("one  threetwo  threetwo")
    kin.type("\u{17}\u{19}\u{15}")
    kin.expectInput("")
    kin.type("\u{19}")
    kin.expectInput("one  threetwo  threetwo")
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
  }

  /// Each hop is a word, and what stands between two goes with the one behind.
  @Test(arguments: modes)
  func aWordIsAPieceOfThePath(editrc: String) throws {
    let kin = try Session(editrc: editrc)
    let line = "author[3].native_name.été"
    kin.type(line)
    kin.expectInput(line)
    for cursor in [22, 10, 7, 0] {
      kin.type("\u{1B}[1;5D")
      kin.expectInput(line, cursor: cursor)
    }
    for cursor in [6, 8, 21, 25] {
      kin.type("\u{1B}[1;5C")
      kin.expectInput(line, cursor: cursor)
    }
    for rest in ["author[3].native_name.", "author[3].", "author[", ""] {
      kin.type("\u{17}")
      kin.expectInput(rest)
    }
    #expect(kin.leave() == .exit(0))
  }

  @Test func theFurtherKeysAmongVisCommands() throws {
    let kin = try Session(editrc: "bind -v\n")
    kin.type("one two three")
    kin.expectInput("one two three")
    func command(_ keys: String, _ line: String, cursor: Int) {
      kin.type(keys)
      if keys.hasSuffix("\u{1B}") { usleep(100_000) }
      kin.expectInput(line, cursor: cursor)
    }
    command("\u{1B}", "one two three", cursor: 12)
    command("h", "one two three", cursor: 11)
    command("l", "one two three", cursor: 12)
    command("0", "one two three", cursor: 0)
    command("e", "one two three", cursor: 2)
    command("ft", "one two three", cursor: 4)
    command("~", "one Two three", cursor: 5)
    command("rx", "one Txo three", cursor: 5)
    command("b", "one Txo three", cursor: 4)
    command("dw", "one three", cursor: 4)
    command("u", "one Txo three", cursor: 4)
    command("dw", "one three", cursor: 4)
    command("$", "one three", cursor: 8)
    command("p", "one threeTxo", cursor: 9)
    command("0", "one threeTxo", cursor: 0)
    command("x", "ne threeTxo", cursor: 0)
    command(".", "e threeTxo", cursor: 0)
    command("w", "e threeTxo", cursor: 2)
    command("h", "e threeTxo", cursor: 1)
    command("0", "e threeTxo", cursor: 0)
    command("cwab", "ab threeTxo", cursor: 2)
    command("\u{1B}", "ab threeTxo", cursor: 1)
    command("D", "a", cursor: 0)
    command("ccbook", "book", cursor: 4)
    command("\u{1B}", "book", cursor: 3)
    command("0C", "", cursor: 0)
    command("author", "author", cursor: 6)
    command("\u{1B}", "author", cursor: 5)
    command("Ian ", "an author", cursor: 3)
    command("\u{1B}", "an author", cursor: 2)
    command("As", "an authors", cursor: 10)
    command("\u{1B}", "an authors", cursor: 9)
    command("dd", "", cursor: 0)
    command("ix", "x", cursor: 1)
    kin.type("\u{3}")
    kin.expectInput("")
    #expect(kin.leave() == .exit(0))
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
