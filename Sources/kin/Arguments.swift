import CGetopt
import Glibc
import Language
import Navigation
import ORM
import Rendering
import SQL
import SQLite
import Shell

/// What stands on the command line, read by the C library's `getopt_long` from one table of options.
struct Arguments {
  var database: String?
  /// What to run, in the order in which it stands: `-c`, `-f`, and what follows the database.
  var sources: [Source] = []

  /// A database that is named although a sample is to be opened.
  private(set) var fileBesideSample: String?

  enum Source {
    case line(String)
    /// `-` is standard input.
    case file(String)
  }

  /// By the option's long name; several where it was repeated.
  private var values: [String: [String]] = [:]

  subscript(option: String) -> String? { values[option]?.last }
  func has(_ option: String) -> Bool { values[option] != nil }

  /// - Parameter words: as `FileName` puts what the system gives.
  init(_ words: [String]) throws(UsageError) {
    // getopt_long keeps its place between calls and moves words about, so it works on a copy of its own.
    var pointers = words.map { strdup(FileName.path($0)) }
    let copies = pointers
    pointers.append(nil)
    defer { copies.forEach { free($0) } }
    var options = CommandLineOption.all.enumerated().map { index, item in
      CGetopt.option(
        name: item.name.utf8Start, has_arg: item.value == nil ? no_argument : required_argument, flag: nil,
        val: Int32(truncatingIfNeeded: Self.firstCode + index))
    }
    options.append(CGetopt.option(name: nil, has_arg: 0, flag: nil, val: 0))
    let short =
      ":"
      + CommandLineOption.all.compactMap { item in
        item.short.map { String($0) + (item.value == nil ? "" : ":") }
      }.joined()
    kin_getopt_begin()
    while true {
      let code = kin_getopt_next(Int32(words.count), &pointers, short, options)
      if code == -1 { break }
      if code == Int32(UInt8(ascii: "?")) || code == Int32(UInt8(ascii: ":")) {
        // In the midst of a word of several letters, that is still the next.
        let letter = UInt8(exactly: kin_getopt_letter()) ?? 0
        let last = Self.word(of: pointers, before: 1)
        let isRead = letter == 0 || last.hasPrefix("-") && last.utf8.last == letter
        let word = isRead ? last : Self.word(of: pointers, before: 0)
        throw Self.failure(word, isUnknown: code == Int32(UInt8(ascii: "?")))
      }
      guard let item = Self.option(of: code) else { continue }
      if code < Self.firstCode, item.value != nil {
        // To getopt_long, -cmd is -c with a line behind it, and -output a file called utput.
        let word = Self.word(of: pointers, before: 1)
        let name = word.prefix { $0 != "=" }
        let isOwn = CommandLineOption.all.contains { "-\($0.name.text)" == name }
        if isOwn || word.hasPrefix("-") && ForeignOption.meant(by: word) != nil {
          throw Self.failure(word, isUnknown: true)
        }
      }
      let value = kin_getopt_argument().map { FileName.text(ofCString: $0) } ?? ""
      switch item.name.text {
      case "command":
        sources.append(.line(try Self.text(value, of: "the line of -c")))
      case "file": sources.append(.file(value))
      case "output": values["output", default: []].append(value)
      default:
        let text = try Self.text(value, of: "the value of --\(item.name.text)")
        values[item.name.text, default: []].append(text)
      }
    }
    var rest = pointers[Int(kin_getopt_index())..<words.count].compactMap {
      $0.map { FileName.text(ofCString: $0) }
    }
    // A sample stands in the place of a file, and all that follows is lines.
    if values["sample"] != nil {
      fileBesideSample = rest.first(where: Self.isDatabase)
    } else if !rest.isEmpty {
      database = rest.removeFirst()
    }
    for line in rest { sources.append(.line(try Self.text(line, of: "a line"))) }
  }

  /// The word so many before the one that getopt_long reads next.
  private static func word(of words: [UnsafeMutablePointer<CChar>?], before count: Int) -> String {
    let place = Int(kin_getopt_index()) - count
    return words.indices.contains(place) ? words[place].map { FileName.text(ofCString: $0) } ?? "" : ""
  }

  /// A word that is no name of a file, which must be text.
  private static func text(_ word: String, of what: String) throws(UsageError) -> String {
    let bytes = FileName.bytes(of: word)
    guard let wrong = InvalidUTF8(in: bytes) else { return String(decoding: bytes, as: UTF8.self) }
    let byte = InvalidUTF8.hexadecimal(wrong.byte)
    throw UsageError(
      sentence: "\(what) is not UTF-8: its byte \(wrong.offset + 1) is \(byte), as in \(word).")
  }

  /// Whether a word can only be meant as a database: by its ending, or because it is one.
  private static func isDatabase(_ word: String) -> Bool {
    let isBare = !word.contains { "[{( ".contains($0) }
    return isBare && FileKind.endings.contains { word.hasSuffix("." + $0) } || FileKind(of: word) == .database
  }

  /// Codes of long options, above those of the letters.
  private static let firstCode = 1_000

  private static func option(of code: Int32) -> CommandLineOption? {
    if code >= firstCode { return CommandLineOption.all[Int(code) - firstCode] }
    return CommandLineOption.all.first { item in
      item.short.map { Int32($0.value) == code } ?? false
    }
  }

  private static func failure(_ word: String, isUnknown: Bool) -> UsageError {
    guard isUnknown else {
      return UsageError(sentence: "\(word) needs a value after it. kin --help lists the options.")
    }
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    if word.hasPrefix("--"),
      CommandLineOption.all.contains(where: { $0.name.text == name && $0.value == nil })
    {
      return UsageError(sentence: "--\(name) takes no value. kin --help lists the options.")
    }
    if let meant = ForeignOption.meant(by: word) {
      return UsageError(sentence: "there is no option \(word). \(meant) kin --help lists the options.")
    }
    let near = Nearness.nearest(name, in: CommandLineOption.all.map(\.name.text), limit: 1)
    let hint = near.first.map { "Did you mean --\($0)? " } ?? ""
    return UsageError(sentence: "there is no option \(word). \(hint)kin --help lists the options.")
  }
}

/// One option of the program: how it is typed and what it does.
struct CommandLineOption: Sendable {
  /// A name that getopt_long can point at for as long as the program runs.
  struct Name: Sendable {
    private let literal: StaticString

    init(_ literal: StaticString) { self.literal = literal }

    var text: String { literal.description }
    var utf8Start: UnsafePointer<CChar> {
      UnsafeRawPointer(literal.utf8Start).assumingMemoryBound(to: CChar.self)
    }
  }

  let name: Name
  let short: Unicode.Scalar?
  /// What stands after it, as help calls it; nil for a flag.
  let value: String?
  let summary: String
  /// What may stand after it, for the completion of the system's shell.
  let completes: Completes

  enum Completes: Sendable {
    case nothing, files
    case words(@Sendable () -> [String])
  }

  private init(
    _ name: StaticString, _ short: Unicode.Scalar? = nil, _ value: String? = nil, _ summary: String,
    completes: Completes = .nothing
  ) {
    self.name = Name(name)
    self.short = short
    self.value = value
    self.summary = summary
    self.completes = completes
  }

  /// Words that are also what the summary says.
  private init(_ name: StaticString, _ value: String, _ summary: String, words: [String]) {
    self.init(
      name, nil, value, summary + words.joined(separator: ", "), completes: .words { words })
  }

  /// A new option is one line here, and the place that reads it.
  static let groups: [(title: String, options: [CommandLineOption])] = [
    (
      "Lines",
      [
        CommandLineOption("command", "c", "LINE", "run a line; may be repeated"),
        CommandLineOption(
          "file", "f", "FILE", "run the lines of a file; - is standard input", completes: .files),
        CommandLineOption("on-error", "WHAT", "after a line that failed: ", words: ["stop", "continue"]),
      ]
    ),
    (
      "The database",
      [
        CommandLineOption("write", nil, nil, "open the file for writing"),
        CommandLineOption("sandbox", nil, nil, "write to a private copy in memory"),
        CommandLineOption(
          "sample", nil, "NAME", "open a sample instead of a file",
          completes: .words { DatabaseOpening.samples.map(\.name) }),
        CommandLineOption("samples", nil, nil, "list the samples"),
      ]
    ),
    (
      "Results",
      [
        CommandLineOption("format", "NAME", "print as ", words: OutputFormat.all.map(\.name)),
        CommandLineOption("json", nil, nil, "print JSON, one array a result"),
        CommandLineOption("jsonl", nil, nil, "print JSON, one object a line"),
        CommandLineOption("csv", nil, nil, "print comma-separated values"),
        CommandLineOption("tsv", nil, nil, "print tab-separated values"),
        CommandLineOption("markdown", nil, nil, "print Markdown tables"),
        CommandLineOption("html", nil, nil, "print HTML tables"),
        CommandLineOption("insert", nil, nil, "print SQL that inserts the rows"),
        CommandLineOption("record", nil, nil, "print a card a row"),
        CommandLineOption("tree", nil, nil, "print trees"),
        CommandLineOption("null", nil, "TEXT", "what stands for NULL"),
        CommandLineOption("limit", nil, "N", "rows of a table to show at the prompt"),
        CommandLineOption("width", nil, "N", "columns to print into"),
        CommandLineOption("ascii", nil, nil, "draw with ASCII only"),
        CommandLineOption("color", "WHEN", "in colour: ", words: ["auto", "always", "never"]),
        CommandLineOption("output", "o", "FILE", "write results to a file", completes: .files),
      ]
    ),
    (
      "Loading, and what it costs",
      [
        CommandLineOption("load", "STRATEGY", "load by ", words: LoadingStrategy.allCases.map(\.rawValue)),
        CommandLineOption(
          "sql", "WHEN", "show the SQL: ", words: Settings.SQLEcho.allCases.map(\.rawValue)),
        CommandLineOption("stats", nil, nil, "one JSON object a line on standard error: rows, queries, time"),
        CommandLineOption("max-queries", nil, "N", "stop a line before it sends more queries than this"),
        CommandLineOption("timeout", nil, "TIME", "stop a line that takes longer than this: 2s, 500ms"),
        CommandLineOption("latency", nil, "TIME", "what each query waits, as if far away: 2ms"),
      ]
    ),
    (
      "The program",
      [
        CommandLineOption("no-init", nil, nil, "leave out the file of commands that a prompt begins with"),
        CommandLineOption("quiet", "q", nil, "no banner"),
        CommandLineOption("completions", "SHELL", "completion for ", words: CompletionScript.shells),
        CommandLineOption("man", nil, nil, "the manual page, for man -l"),
        CommandLineOption("help", "h", nil, "the options, with examples"),
        CommandLineOption("version", "V", nil, "the version"),
      ]
    ),
  ]

  static let all = groups.flatMap(\.options)

  /// The page of `kin --help`, examples first.
  static var help: String {
    var page = """
      Kin walks through related data: author[3].books.title

        kin                                     the sample library, in memory
        kin library.db                          a SQLite file, read-only
        kin library.db 'author[3].books.title'  one line, then exit
        kin library.db --csv book > books.csv   in a pipe
        kin --sample school                     another sample; --samples lists them
        kin :memory:                            an empty database, to make tables in

      usage: kin [options] [database [line …]]


      """
    for (title, options) in groups {
      page += "\(title):\n"
      for option in options {
        var left = option.short.map { "  -\($0), " } ?? "      "
        left += "--" + option.name.text + (option.value.map { " " + $0 } ?? "")
        page += left + String(repeating: " ", count: max(2, 28 - left.count))
        page += folded(option.summary, behind: 28) + "\n"
      }
      page += "\n"
    }
    let codes = Program.ExitCode.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: ", ")
    return page + "Exit codes: \(folded(codes, behind: 12)).\n"
  }

  /// In lines that a terminal of 80 columns shows whole.
  private static func folded(_ text: String, behind margin: Int) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if !last.isEmpty, margin + last.count + 1 + word.count > 79 {
        lines.append(String(word))
      } else {
        lines[lines.count - 1] = last.isEmpty ? String(word) : last + " " + word
      }
    }
    return lines.joined(separator: "\n" + String(repeating: " ", count: margin))
  }
}

/// A command line that cannot be followed.
struct UsageError: Error {
  let sentence: String
}

extension UsageError {
  /// A value that an option does not take, beside those it does.
  init(option: String, canBe values: [String], not value: String) {
    let list = values.dropLast().joined(separator: ", ") + (values.count > 1 ? " or " : "")
    let near = Nearness.nearest(value, in: values, limit: 1).first.map { " Did you mean \($0)?" } ?? ""
    self.init(sentence: "--\(option) can be \(list)\(values.last ?? ""), not \(value).\(near)")
  }
}
