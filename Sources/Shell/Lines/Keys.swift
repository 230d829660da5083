/// What the keys do at a prompt, for `help keys`.
///
/// The bindings themselves stand with the line editor; `~/.editrc` can change them.
package enum Keys: Sendable {
  case emacs
  case vi
  /// Lines are edited by the terminal itself, which has no other keys.
  case plain

  typealias Entry = (keys: String, meaning: String)

  /// Those that a key belongs to, by its name in small letters: `tab`, `ctrl-x`, `^x`.
  func named(_ name: String) -> [Entry] {
    let name = name.hasPrefix("^") && name.count == 2 ? "ctrl-\(name.dropFirst())" : name
    return all.filter { entry in
      let keys = entry.keys.lowercased()
      return keys == name || keys.split { $0 == "," || $0 == " " }.contains { $0 == name }
    }
  }

  var all: [Entry] {
    switch self {
    case .emacs:
      [Self.completing, Self.sending] + Self.past
        + [
          ("Ctrl-A, Ctrl-E", "to the beginning and the end of the line"),
          ("Alt-B, Alt-F", "a word back, a word on; also Ctrl-left, Ctrl-right"),
          Self.deleting,
          ("Alt-D, Ctrl-K", "deletes the word, or all, behind the cursor"),
          ("Ctrl-Y", "puts in again what was deleted last"),
          Self.outside,
        ] + Self.control
    case .vi:
      [Self.completing, Self.sending] + Self.past
        + [
          ("Home, End", "to the beginning and the end of the line"),
          ("Ctrl-left, -right", "a word back, a word on"),
          Self.deleting, Self.outside,
          ("Esc", "from typing to vi's commands; i, a, I and A back"),
          ("h l w b e 0 $ fx", "vi: moves; fx to the next x"),
          ("x dw dd D rx ~", "vi: deletes; rx replaces by x, ~ by the other case"),
          ("cw cc C", "vi: deletes, and then types"),
          ("p u .", "vi: puts in what was deleted, undoes, does again"),
          ("k j /", "vi: as up, down and Ctrl-R"),
          ("v", "vi: as Ctrl-X Ctrl-E"),
        ] + Self.control
    case .plain:
      [Self.sending, Self.deleting] + Self.control.filter { $0.keys != Self.clearing }
    }
  }

  /// How other keys are had; with backquotes around what is to be typed, and the names of the sample library.
  var note: String {
    switch self {
    case .emacs: "~/.editrc changes them; bind -v there is vi."
    case .vi: "~/.editrc changes them, and has said bind -v; bind -e is emacs."
    case .plain:
      "No completion and no recall here: TERM says that the terminal cannot move its cursor. "
        + "`tables` and `author?` tell the names. If the terminal can: `TERM=xterm kin`"
    }
  }

  private static let completing: Entry = (
    "Tab", "completes names, attributes, values, verbs, commands and their arguments"
  )
  private static let sending: Entry = (
    "Enter", "runs the line; while a bracket is open it goes on below, until an empty line"
  )
  private static let past: [Entry] = [
    ("up, down", "lines typed before that begin like this one"),
    ("Ctrl-R", "searches the lines typed before"),
  ]
  private static let deleting: Entry = ("Ctrl-W, Ctrl-U", "deletes the word, or all, before the cursor")
  private static let outside: Entry = (
    "Ctrl-X Ctrl-E", "edits the line in the program that EDITOR names"
  )
  private static let clearing = "Ctrl-L"
  private static let control: [Entry] = [
    (clearing, "clears the screen"), ("Ctrl-C", "gives up the line, or stops the query that runs"),
    ("Ctrl-Z", "goes to the shell; fg comes back"), ("Ctrl-D", "leaves, on an empty line"),
  ]
}
