import Language
import Navigation
import ORM
import Rendering
import SQL

/// Which statements of the log are wanted, and how they are to be written: the words behind `log`.
struct LogFilter {
  /// How the statements are written.
  enum Form {
    /// As under the line that caused them.
    case lines
    /// As SQL that can be run, values written out.
    case script
    case grid(OutputFormat)
  }

  private(set) var form: Form?
  /// Lines to show, the latest ones; nil for as many as fit, `.max` for all.
  private(set) var count: Int?
  private var strategies: Set<String> = []
  private var subjects: [String] = []
  /// Nanoseconds that a statement has to take.
  private var slowest: Int64?

  /// The words of `slow` without a time.
  static let defaultSlowest: Int64 = 10_000_000
  static let words =
    [
      ArgumentWord("slow", "those that took 10 ms or longer"), ArgumentWord("all", "of every line"),
      ArgumentWord("sql", "as SQL that can be run"),
    ] + ArgumentWord.strategies + ArgumentWord.formats

  var isNarrow: Bool { !strategies.isEmpty || !subjects.isEmpty || slowest != nil }

  init(_ words: [(text: String, range: SourceRange)], _ call: CommandCall, schema: Schema) throws(Diagnostic)
  {
    var rest = words[...]
    while let (word, range) = rest.popFirst() {
      switch word.lowercased() {
      case "all": count = .max
      case "sql": form = .script
      case "slow":
        slowest = Self.defaultSlowest
        if let time = rest.first.flatMap({ DurationSetting.nanoseconds($0.text) }) {
          slowest = time
          rest.removeFirst()
        } else if rest.count > 1, let time = DurationSetting.nanoseconds(rest.prefix(2).map(\.text).joined())
        {
          slowest = time
          rest.removeFirst(2)
        }
      case let name where LoadingStrategy(rawValue: name) != nil: strategies.insert(name)
      case let name where OutputFormat.named(name) != nil: form = OutputFormat.named(name).map(Form.grid)
      default:
        if let number = Int(word), number > 0 {
          count = number
        } else if Self.isSubject(word, schema) {
          subjects.append(word.lowercased())
        } else {
          throw Diagnostic(
            .wrongCommandUse(command: "log", usage: call.command.usage), at: range,
            suggestions: Nearness.nearest(
              word.lowercased(), in: Self.words.map(\.text) + schema.entities.map(\.name)))
        }
      }
    }
  }

  /// Whether a word is a table or begins with one, as `author.books` does.
  private static func isSubject(_ word: String, _ schema: Schema) -> Bool {
    let name = word.prefix { $0 != "." }
    return schema.entities.contains { $0.name.lowercased() == name.lowercased() }
  }

  func holds(_ group: StatementGroup) -> Bool {
    if let slowest, group.slowest < slowest { return false }
    if !strategies.isEmpty, !strategies.contains(group.cause.strategy ?? "") { return false }
    guard !subjects.isEmpty else { return true }
    let names = (group.cause.relationship ?? group.cause.subject ?? "").lowercased().split(separator: ", ")
    return names.contains { name in
      subjects.contains { name == $0 || name.hasPrefix($0 + ".") || name.hasPrefix($0 + "+") }
    }
  }

  /// The lines that have such statements, with these alone.
  func lines(of log: ConversationLog) -> [ConversationLog.Line] {
    guard isNarrow else { return log.lines }
    return log.lines.compactMap { line in
      var line = line
      line.groups = line.groups.filter(holds)
      return line.groups.isEmpty ? nil : line
    }
  }
}
