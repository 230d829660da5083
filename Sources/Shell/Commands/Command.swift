package import Language
import Navigation

/// A word that is no path.
///
/// One table of them drives dispatch, `help`, completion and "did you mean".
package struct Command: Sendable {
  /// The scene it belongs to, for `help`.
  package enum Group: String, Sendable, CaseIterable {
    case explore, teach, inspect, relate, session
  }

  package let name: String
  /// The spellings of the sqlite3 shell and psql.
  package let foreignSpellings: [String]
  package let group: Group
  /// How it is typed.
  package let usage: String
  package let summary: String
  /// What may follow the word, for completion.
  package let completes: Completes
  /// Whether it has nothing to say where the database cannot be read.
  let needsDatabase: Bool
  /// Whether it shows all there is, however long that may be, and asks nothing back.
  let isPaged: Bool
  /// Whether `> file` at its end sends its results there.
  let writesFiles: Bool
  /// Whether it is there to write a file of its own.
  let writesOwnFile: Bool
  /// Whether its answer is tables, which `last` can print again.
  let holdsTables: Bool
  /// Lines that can be typed as they are, in the names of the sample library, with what they do.
  package let examples: [(line: String, meaning: String)]
  /// What `help` says of it beyond the summary; a sentence each.
  let more: [String]
  /// What may stand behind the word, each with its meaning where there is one to tell.
  let values: @Sendable (Conversation) -> [(line: String, meaning: String)]
  package let run: @Sendable (Conversation, CommandCall) throws(Diagnostic) -> Void

  package enum Completes: Sendable {
    case nothing
    case path
    /// A path of which only the names matter: nothing is worked out of its records.
    case names
    /// A path, or a statement of SQL.
    case pathOrSQL
    case words(@Sendable () -> [ArgumentWord])
    /// Names of variables, and words beside them.
    case variables(and: [ArgumentWord])
    /// The name of a setting, and then its values.
    case settings
    /// Commands, topics and entities.
    case pages
    /// The name of a file.
    case file
    /// The same, or the word `sample` and the name of one.
    case fileOrSample
    /// Words, one of which has a path behind it.
    case wordsOrPath(@Sendable () -> [ArgumentWord], pathAfter: String)
    /// Two paths, one behind the other.
    case paths
    /// Words, and entities and their relationships, in any order.
    case subjects(@Sendable () -> [ArgumentWord])
    /// Names of entities, the first of them perhaps after one of these words.
    case entities(@Sendable () -> [ArgumentWord])
    /// Entities, and their attributes: after a dot, and, where that is said, as words behind the first.
    case attributes(asWords: Bool, besides: [ArgumentWord] = [])
    /// Entities, and after a dot their relationships.
    case relationships
  }

  init(
    _ name: String, foreign: [String] = [], group: Group, usage: String? = nil, summary: String,
    completes: Completes = .nothing, needsDatabase: Bool = true, isPaged: Bool = false,
    writesFiles: Bool = false, writesOwnFile: Bool = false, holdsTables: Bool = false,
    examples: [(line: String, meaning: String)] = [], more: [String] = [],
    values: @escaping @Sendable (Conversation) -> [(line: String, meaning: String)] = { _ in [] },
    run: @escaping @Sendable (Conversation, CommandCall) throws(Diagnostic) -> Void
  ) {
    self.name = name
    foreignSpellings = foreign
    self.group = group
    self.usage = usage ?? name
    self.summary = summary
    self.completes = completes
    self.needsDatabase = needsDatabase
    self.isPaged = isPaged
    self.writesFiles = writesFiles
    self.writesOwnFile = writesOwnFile
    self.holdsTables = holdsTables
    self.examples = examples
    self.more = more
    self.values = values
    self.run = run
  }

  /// A new command is one file in `Commands` and one line here.
  package static let all: [Command] = [
    .tables, .describe, .profile, .schema, .find, .diagram, .how, .plan, .compare, .explain, .doctor, .load,
    .sql,
    .log,
    .queries, .last,
    .format, .set, .vars, .tree, .session, .forget, .relate, .unrelate, .label, .keep, .open, .backup, .read,
    .save,
    .help, .quit,
  ]

  package static func named(_ name: String) -> Command? {
    let name = folded(name)
    return all.first { $0.name == name || $0.foreignSpellings.contains(name) }
  }

  /// The one that another shell calls so behind a backslash or a dot: `q` is quit.
  static func unmarked(_ name: String) -> Command? { named("\\" + name) ?? named("." + name) }

  /// A word as it is compared: small and capital letters are the same, but behind a backslash.
  static func folded(_ word: String) -> String { word.hasPrefix("\\") ? word : word.lowercased() }

  static func near(_ name: String) -> [String] { Nearness.nearest(name, in: all.map(\.name)) }

  /// The words that may stand behind it.
  var argumentWords: [String] {
    switch completes {
    case .words(let words), .wordsOrPath(let words, _), .subjects(let words), .entities(let words):
      words().map(\.text)
    case .nothing, .path, .names, .pathOrSQL, .variables, .settings, .pages, .file, .fileOrSample, .paths,
      .attributes,
      .relationships:
      []
    }
  }
}

/// One use of a command.
package struct CommandCall: Sendable {
  package let command: Command
  package let line: String
  /// What stands after the word, without white space around it.
  package let argument: String
  /// Where in the line that begins, in bytes.
  package let start: Int

  package var words: [String] { argument.split(whereSeparator: \.isWhitespace).map(String.init) }
  /// The words, and where each of them stands.
  var pieces: [(text: String, range: SourceRange)] {
    var offset = start
    return argument.split(omittingEmptySubsequences: false, whereSeparator: \.isWhitespace).compactMap {
      piece in
      let range = SourceRange(offset, offset + piece.utf8.count)
      offset = range.upper
      if range.upper < start + argument.utf8.count {
        let next = argument.utf8.index(argument.startIndex, offsetBy: range.upper - start)
        offset += argument[next].utf8.count
      }
      return piece.isEmpty ? nil : (String(piece), range)
    }
  }
  package var range: SourceRange { SourceRange(start, start + argument.utf8.count) }

  package var wholeLine: SourceRange { SourceRange(0, line.utf8.count) }

  /// The error of a command that was typed in a way it does not have, and the word that may have been meant.
  package func wrongUse() -> Diagnostic {
    let problem = Problem.wrongCommandUse(command: command.name, usage: command.usage)
    let words = command.argumentWords
    for piece in pieces where !words.contains(piece.text.lowercased()) {
      let near = Nearness.nearest(piece.text, in: words)
      if !near.isEmpty { return Diagnostic(problem, at: piece.range, suggestions: near) }
    }
    return Diagnostic(problem, at: SourceRange(0, line.utf8.count))
  }
}
