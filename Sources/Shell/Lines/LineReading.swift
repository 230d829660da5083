package import Language
import Navigation
package import ORM

/// What a line is: a path, a command, or SQL.
///
/// Decided by its first word and what follows it.
package enum LineReading {
  case blank
  /// A command and what stands after its word.
  case command(Command, argument: Argument)
  case sql
  case statement(Statement)
  /// A command of the sqlite3 shell or psql, as the lines that are typed here.
  case otherShell([String])
  /// A command of theirs that asks for what is so anyway, or for less, and the sentence that says so, with backquotes
  /// around what is to be typed.
  ///
  /// A batch is told of what asks for less.
  case accepted(word: String, String, isTold: Bool)

  /// The text after a command's word, and where in the line it begins.
  package struct Argument: Sendable {
    package var text: String
    package var start: Int
  }

  /// - Parameters:
  ///   - format: the one in force, by name.
  ///   - stopsOnError: whether a file ends with a line that failed.
  ///   - hasMember: whether the last result has a member of this name, which then wins over a command of another
  ///     shell's spelling (`.tables`).
  package init(
    _ line: String, schema: Schema, format: String, stopsOnError: Bool = true,
    isVariable: (String) -> Bool, hasMember: (String) -> Bool
  ) throws(Diagnostic) {
    let line = Self.commandLine(line)
    let (word, rest) = Self.firstWord(of: line)
    guard !word.text.isEmpty || !rest.text.isEmpty else {
      self = .blank
      return
    }
    // No name begins as another shell's commands do, however loosely names are compared.
    let isMarked = word.text.hasPrefix("\\") || word.text.hasPrefix(".")
    let isName = !isMarked && (Self.isRoot(word.text, schema) || isVariable(word.text))
    let isAlone = rest.text.isEmpty
    // Of the mark alone `help` tells.
    let isAssignment =
      rest.text.hasPrefix("=") && !rest.text.hasPrefix("==")
      && (rest.text != "=" || Command.named(word.text) == nil)
    if !isName, !isAssignment,
      let reading = try Self.translated(
        word, rest, format: format, stopsOnError: stopsOnError, hasMember: hasMember)
    {
      self = reading
      return
    }
    if let command = try Self.spelled(word, hasMember: hasMember) {
      self = .command(command, argument: rest)
      return
    }
    if rest.text == "()", !isName, let command = Command.named(word.text) {
      self = .command(command, argument: Argument(text: "", start: rest.start))
      return
    }
    if let command = Command.named(word.text), !isAssignment, !(isAlone && isName) {
      // A path never has two words in a row, so a word with more behind it is a command even where a table has its
      // name, unless what follows continues the path.
      if isAlone || !isName || !Self.continuesPath(rest.text) {
        self = .command(command, argument: rest)
        return
      }
    }
    if Self.sqlWords.contains(word.text.lowercased()), !isAssignment, !(isAlone && isName) {
      self = .sql
      return
    }
    if word.text.hasPrefix("--") || word.text.hasPrefix("#") {
      self = .blank
      return
    }
    if !isName, !isAssignment, Self.isPlainWord(word.text), rest.start > word.start + word.text.utf8.count,
      !Self.continuesPath(rest.text) || rest.text.hasPrefix("* ")
    {
      // Two words in a row are no path, so the first must have been meant as a command or as SQL.
      let known = Command.all.map(\.name) + Self.sqlWords.sorted()
      let meant = MeantLine.behind(
        word.text, rest.text, isName: { Self.isRoot($0, schema) || isVariable($0) })
      throw Diagnostic(
        .unknownCommand(word.text), at: SourceRange(word.start, word.start + word.text.utf8.count),
        suggestions: meant.isEmpty ? Nearness.nearest(word.text, in: known) : meant)
    }
    self = .statement(try Parser.statement(line))
  }

  /// Whether nothing can be answered where the database cannot be read.
  var needsDatabase: Bool {
    switch self {
    case .blank, .otherShell, .accepted: false
    case .command(let command, _): command.needsDatabase
    case .sql, .statement: true
    }
  }

  /// The first run of letters, and what follows the white space behind it.
  private static func firstWord(of line: String) -> (word: Argument, rest: Argument) {
    let bytes = Array(line.utf8)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }
    var start = 0
    while start < bytes.count, isBlank(bytes[start]) { start += 1 }
    var end = start
    while end < bytes.count, !isBlank(bytes[end]), bytes[end] != UInt8(ascii: ";"),
      bytes[end] != UInt8(ascii: "(")
    {
      end += 1
    }
    var rest = end
    while rest < bytes.count, isBlank(bytes[rest]) || (bytes[rest] == UInt8(ascii: ";") && rest == end) {
      rest += 1
    }
    var last = bytes.count
    while last > rest, isBlank(bytes[last - 1]) { last -= 1 }
    return (
      Argument(text: String(decoding: bytes[start..<end], as: UTF8.self), start: start),
      Argument(text: String(decoding: bytes[rest..<max(rest, last)], as: UTF8.self), start: rest)
    )
  }

  /// `:help`, `.tables`, `\d`: commands that say that they are.
  private static func spelled(
    _ word: Argument, hasMember: (String) -> Bool
  ) throws(Diagnostic) -> Command? {
    let text = word.text
    if text.hasPrefix(":"), text.utf8.count > 1 {
      let name = String(text.dropFirst())
      if let command = Command.named(name) ?? Command.named(text) { return command }
      throw Diagnostic(
        .unknownCommand(name), at: SourceRange(word.start, word.start + text.utf8.count),
        suggestions: Command.near(name))
    }
    if text.hasPrefix("\\") || text.hasPrefix(".") {
      guard let command = Command.all.first(where: { $0.foreignSpellings.contains(Command.folded(text)) })
      else {
        guard text.hasPrefix("\\") else { return nil }
        throw Diagnostic(
          .unknownCommand(text), at: SourceRange(word.start, word.start + text.utf8.count),
          suggestions: OtherShellSpelling.near(text))
      }
      return text.hasPrefix(".") && hasMember(String(text.dropFirst())) ? nil : command
    }
    return nil
  }

  /// The line as it is typed here, where the word is another shell's and more than a second name of a command.
  private static func translated(
    _ word: Argument, _ rest: Argument, format: String, stopsOnError: Bool, hasMember: (String) -> Bool
  ) throws(Diagnostic) -> LineReading? {
    let (word, rest) = withVariable(word, rest)
    guard let spelling = OtherShellSpelling.named(word.text),
      !(word.text.hasPrefix(".") && hasMember(String(word.text.dropFirst())))
    else { return nil }
    let isPath = rest.text.contains { ".[{(".contains($0) }
    if let command = spelling.meaningOfPattern, !isPath, NamePattern.isPattern(rest.text) {
      return .otherShell(["\(command) \(rest.text)"])
    }
    switch spelling.meaning {
    case .line(let line): return .otherShell([rest.text.isEmpty ? line : "\(line) \(rest.text)"])
    case .lineWithArgument(let line):
      if line.isEmpty { return MeantLine.told(rest.text).map { .otherShell([$0]) } }
      return rest.text.isEmpty ? alone(spelling, word) : .otherShell(["\(line) \(rest.text)"])
    case .linesWithArgument(let first, let second):
      guard !rest.text.isEmpty else { return alone(spelling, word) }
      return .otherShell((isPath ? [first] : [first, second]).map { "\($0) \(rest.text)" })
    case .toggled(let own):
      switch rest.text.lowercased() {
      case "": return .otherShell(["format \(format == own ? "table" : own)"])
      case "on": return .otherShell(["format \(own)"])
      case "off", "auto": return .otherShell(["format table"])
      default: return .otherShell(["format \(rest.text)"])
      }
    case .stopping(let sentence):
      guard let stops = isOn(rest.text) else { throw missing(word, sentence) }
      return .accepted(word: word.text, sentence, isTold: stops != stopsOnError)
    case .accepted(let already, let less, let sentence):
      let asked = rest.text.lowercased()
      var words: [String]? = nil
      if case .words(let less) = less { words = less }
      if case .none = less { words = [] }
      if already.contains(asked) { return .accepted(word: word.text, sentence, isTold: false) }
      if words?.contains(asked) != false { return .accepted(word: word.text, sentence, isTold: true) }
      if Command.named(word.text) != nil { return nil }
      throw missing(word, sentence)
    case .instead(let sentence): throw missing(word, sentence)
    }
  }

  /// What stands behind a switch: nothing turns it on; nil for what says neither.
  private static func isOn(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "", "on", "1", "true", "yes": true
    case "off", "0", "false", "no": false
    default: nil
    }
  }

  /// As in `\set ON_ERROR_STOP on`, whose first two words say what it is.
  private static func withVariable(_ word: Argument, _ rest: Argument) -> (Argument, Argument) {
    let name = rest.text.prefix { !$0.isWhitespace }
    let both = "\(word.text) \(name)"
    guard OtherShellSpelling.named(both)?.spelling == both else { return (word, rest) }
    let behind = rest.text.dropFirst(name.count)
    let value = behind.drop(while: \.isWhitespace)
    let start = rest.start + name.utf8.count + behind.utf8.count - value.utf8.count
    return (Argument(text: both, start: word.start), Argument(text: String(value), start: start))
  }

  /// As in `\dt+`, which is more of a command's second name than that.
  private static func alone(_ spelling: OtherShellSpelling, _ word: Argument) -> LineReading? {
    guard Command.named(word.text) == nil, let command = Command.named(spelling.spelling) else { return nil }
    return .otherShell([command.name])
  }

  private static func missing(_ word: Argument, _ sentence: String) -> Diagnostic {
    Diagnostic(
      .otherShell(spelling: word.text, instead: sentence),
      at: SourceRange(word.start, word.start + word.text.utf8.count))
  }

  private static func isRoot(_ word: String, _ schema: Schema) -> Bool {
    if case .none = schema.root(named: word) { false } else { true }
  }

  /// A line as a path or a command is read from it, its characters in their places.
  ///
  /// A comment is no part of it, and who comes from SQL ends a line with a semicolon out of habit.
  static func commandLine(_ line: String) -> String {
    let line = LineComment.blanked(line)
    let end = line.lastIndex { !$0.isWhitespace }
    guard let end, line[end] == ";" else { return line }
    return String(line[..<end])
  }

  private static func isPlainWord(_ word: String) -> Bool {
    !word.isEmpty && word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
  }

  private static func continuesPath(_ rest: String) -> Bool {
    guard let first = rest.first else { return true }
    return ".[{!?+*".contains(first)
  }

  /// The words that SQL statements begin with.
  package static let sqlWords: Set<String> = [
    "alter", "analyze", "attach", "begin", "commit", "create", "delete", "detach", "drop", "end", "explain",
    "insert", "pragma", "reindex", "release", "replace", "rollback", "savepoint", "select", "update",
    "vacuum", "values", "with",
  ]
}
