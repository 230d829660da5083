/// Which key does what: Kin's own functions, and then what the user's `~/.editrc` says.
///
/// A special key reaches libedit as one control character above ASCII rather than as the sequence that the
/// terminal sends. So it works in vi's insert mode too, where a sequence would begin with the key that leaves
/// the mode.
import CLibedit
import Glibc
import SQL

struct KeyBindings {
  /// The sequences, without their escape character, that are sent for each special key.
  private var sequences: [String: UInt8] = [
    "[A": 0x81, "OA": 0x81, "[B": 0x82, "OB": 0x82, "[C": 0x83, "OC": 0x83, "[D": 0x84, "OD": 0x84,
    "[H": 0x85, "OH": 0x85, "[1~": 0x85, "[7~": 0x85, "[F": 0x86, "OF": 0x86, "[4~": 0x86, "[8~": 0x86,
    "[3~": 0x87, "[1;5D": 0x88, "[1;3D": 0x88, "[1;5C": 0x89, "[1;3C": 0x89,
  ]

  /// Keys, in libedit's notation, with their functions: in emacs mode and in vi's insert mode.
  private static let common = [
    ("\\201", "kin-previous"), ("\\202", "kin-next"), ("\\203", "kin-right"), ("\\204", "kin-left"),
    ("\\205", "kin-line-start"), ("\\206", "kin-line-end"), ("\\207", "kin-delete"),
    ("\\210", "kin-word-left"), ("\\211", "kin-word-right"), ("^W", "kin-delete-word-left"),
    ("^I", "kin-complete"), ("^J", "kin-accept"), ("^M", "kin-accept"), ("^D", "kin-delete-or-end"),
    ("^H", "kin-backspace"), ("^?", "kin-backspace"), ("^L", "kin-clear"), ("^R", "kin-search"),
    ("^Z", "kin-suspend"), ("^X^E", "kin-edit"),
  ]
  private static let emacs = [
    ("^P", "kin-previous"), ("^N", "kin-next"), ("^B", "kin-left"), ("^F", "kin-right"),
    ("^A", "kin-line-start"), ("^E", "kin-line-end"),
    ("^[b", "kin-word-left"), ("^[B", "kin-word-left"), ("^[f", "kin-word-right"), ("^[F", "kin-word-right"),
    ("^[d", "kin-delete-word-right"), ("^[D", "kin-delete-word-right"),
    ("^[^H", "kin-delete-word-left"), ("^[^?", "kin-delete-word-left"),
    ("^U", "kin-delete-to-start"), ("^K", "kin-delete-to-end"), ("^Y", "kin-put-in-again"),
  ]
  /// In vi's command mode.
  private static let commands = [
    ("\\201", "kin-previous"), ("\\202", "kin-next"), ("\\203", "kin-right"), ("\\204", "kin-left"),
    ("\\205", "kin-line-start"), ("\\206", "kin-line-end"), ("\\207", "kin-delete"),
    ("\\210", "vi-prev-word"), ("\\211", "vi-next-word"),
    ("k", "kin-previous"), ("-", "kin-previous"), ("j", "kin-next"), ("+", "kin-next"),
    ("/", "kin-search"), ("?", "kin-search"), ("^R", "kin-search"),
    ("^J", "kin-accept-command"), ("^M", "kin-accept-command"), ("^D", "kin-delete-or-end"),
    ("^L", "kin-clear"), ("^Z", "kin-suspend"), ("v", "kin-edit"), ("^X^E", "kin-edit"),
  ]

  let usesVi: Bool
  /// What the next sequence that the user binds and that is not yet among these is given.
  private var nextCharacter: UInt8 = 0x8A

  /// The character that stands for a special key.
  func character(for sequence: String) -> Unicode.Scalar? { sequences[sequence].map { Unicode.Scalar($0) } }

  /// Binds the keys of an editor.
  ///
  /// The user's file is read twice: before, for the mode it sets, as setting one
  /// undoes what was bound; and after, for the keys it binds, which are to win.
  init(editor: OpaquePointer) {
    shim_el_use_mode(editor, "emacs")
    el_source(editor, nil)
    usesVi = shim_el_uses_vi(editor) != 0
    shim_el_use_mode(editor, usesVi ? "vi" : "emacs")
    for (key, function) in Self.common { shim_el_bind(editor, key, function) }
    if usesVi {
      for (key, function) in Self.commands { shim_el_bind_alternative(editor, key, function) }
    } else {
      for (key, function) in Self.emacs { shim_el_bind(editor, key, function) }
    }
    for line in Self.userFile() { bind(line, of: editor) }
  }

  /// Applies one line of the form `[program:]bind [options] key function`.
  private mutating func bind(_ line: String, of editor: OpaquePointer) {
    let tokenizer = tok_init(nil)
    defer { tok_end(tokenizer) }
    var count: Int32 = 0
    var words: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    guard tok_str(tokenizer, line, &count, &words) == 0, let words, count >= 3 else { return }
    var arguments = (0..<Int(count)).compactMap { words[$0].map { String(cString: $0) } }
    let name = arguments[0].split(separator: ":", omittingEmptySubsequences: false).last
    guard name == "bind", !arguments.contains("-e"), !arguments.contains("-v") else { return }
    if let index = arguments.indices.dropFirst().first(where: { !arguments[$0].hasPrefix("-") }) {
      if let sequence = Self.sequence(arguments[index]), let character = allot(sequence) {
        arguments[index] = "\\" + String(character, radix: 8)
      }
    }
    let strings = arguments.map { strdup($0) }
    defer { for string in strings { free(string) } }
    var pointers = strings.map { UnsafePointer($0) } + [nil]
    el_parse(editor, Int32(arguments.count), &pointers)
  }

  private mutating func allot(_ sequence: String) -> UInt8? {
    if let known = sequences[sequence] { return known }
    guard nextCharacter <= 0x9F else { return nil }
    sequences[sequence] = nextCharacter
    nextCharacter += 1
    return sequences[sequence]
  }

  /// What follows the escape character in a key written as `^[[A`, `\e[A` or `\033[A`.
  private static func sequence(_ key: String) -> String? {
    for escape in ["^[", "\\e", "\\E", "\\033", "\u{1B}"] where key.hasPrefix(escape) {
      let rest = key.dropFirst(escape.count)
      if rest.count > 1, rest.hasPrefix("[") || rest.hasPrefix("O") { return String(rest) }
    }
    return nil
  }

  /// The lines of `$EDITRC` or `~/.editrc`.
  private static func userFile() -> [String] {
    let home = Terminal.environmentValue("HOME").map { $0 + "/.editrc" }
    guard let path = Terminal.environmentValue("EDITRC") ?? home, let file = fopen(FileName.path(path), "re")
    else {
      return []
    }
    defer { fclose(file) }
    var lines: [String] = []
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { free(line) }
    while lines.count < 10_000, getline(&line, &capacity, file) > 0, let line {
      let text = String(cString: line)
      if !text.hasPrefix("#") { lines.append(text) }
    }
    return lines
  }
}
