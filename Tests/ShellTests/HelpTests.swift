import Foundation
import Shell
import Testing

/// Help for whatever stands on a screen, and for the words that are typed as if they were lines.
@Suite("Help")
struct HelpTests {
  @Test("every heading, mark and word of a footer that the recorded sessions show has its help")
  func screens() throws {
    let conversation = try SampleLibrary().conversation
    var asked = Set<String>()
    for file in TranscriptTests.files where !file.contains("/odd-") {
      asked.formUnion(try RecordedScreens(file).words)
    }
    #expect(asked.count > 100)
    let unknown = asked.filter { conversation.respond(to: "help \($0)").problem != nil }
    #expect(unknown.sorted() == [])
  }

  @Test("what help shows of a strategy, a mark, a heading or an idea can be typed as it is")
  func lines() throws {
    for word in ["lazy", "eager", "peers", "joined", "n+1", "relationship", "one-to-one", "hop", "key", "!"] {
      let library = try SampleLibrary()
      let lines = library.answer(to: "help \(word)").lines.compactMap {
        $0.wholeMatch(of: /\ {3}((?:(?:author|book|librarian)[.\[]|(?:load|compare|set) )\S*)(?:\ {2,}.*)?/)
          .map { String($0.1) }
      }
      #expect(!lines.isEmpty, "\(word)")
      for line in lines { #expect(library.conversation.respond(to: line).problem == nil, "\(line)") }
    }
  }

  @Test("a file without tables that can only be read leads to what can be done")
  func barren() throws {
    let folder = try Folder()
    folder.make("empty.db", "vacuum")
    let run = try folder.kin("empty.db", "help", "help tour")
    #expect(
      run.output == """
         Begin    kin --write FILE               in the shell: opens the file so that
                                                 tables can be made
                  open sample library            books and authors to walk through
         Also     tables, describe, profile, schema, find, diagram, how, plan, compare,
                  explain, doctor, load, sql, log, queries, last, format, set, vars,
                  tree, session, forget, relate, unrelate, label, keep, open, backup,
                  read, save, help, quit
         More: help NAME, commands, topics, verbs, keys.
         There is nothing to walk yet, and the file is open for reading only.
           kin --write FILE     in the shell: opens the file so that tables can be made
           open sample library  books and authors to walk through

        """)
    #expect(run.notes == "")
    #expect(run.code == 0)
  }

  @Test(
    "a file that is not there and is called as a sample leads to the sample",
    arguments: [
      (["school"], " Did you mean kin --sample school?"),
      (["library.db"], " Did you mean kin --sample library?"),
      (["shop.sqlite", "order"], " Did you mean kin --sample shop?"),
      (["no_sample"], " To run a line on the sample library: kin -c no_sample"),
      (["no-sample.db"], ""),
    ])
  func samples(arguments: [String], rest: String) throws {
    let empty = FileManager.default.temporaryDirectory.appending(path: "kin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: empty) }
    let run = try Kin(arguments, in: empty)
    #expect(run.notes == "kin: cannot open \(arguments[0]): No such file or directory.\(rest)\n")
    #expect(run.code == 3)
  }

  @Test("a budget of the command line is lifted there, and one that was set by a line is by a line")
  func budgets() throws {
    let folder = try Folder()
    func details(_ arguments: String...) throws -> String? {
      try Kin(["shelf.db", "--load", "lazy"] + arguments, in: folder.url).notes.lines.dropLast().last
    }
    let byOption = try details("--max-queries", "1", "author.books.title")
    #expect(byOption?.trimmed == "To lift the limit: a larger number behind --max-queries")
    for line in ["profile book", "compare author.books.title"] {
      #expect(try details("--max-queries", "1", line)?.trimmed == byOption?.trimmed, "\(line)")
    }
    let byLine = try details("set budget 1", "author.books.title")
    #expect(byLine?.trimmed == "To lift the limit: set budget off")
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}

/// The words of Kin itself that a file of recorded sessions shows: headings, marks, and the pieces of footers.
private struct RecordedScreens {
  private(set) var words: Set<String> = []

  /// Of no meaning of their own, but in a sentence.
  private static let small: Set<String> = [
    "and", "are", "as", "at", "in", "is", "it", "its", "of", "the", "their",
  ]

  init(_ file: String) throws {
    var typed = ""
    var before = ""
    var isSession = false
    for line in try Golden.text(of: file).lines {
      if line.hasPrefix("```") {
        isSession = line == "```kin"
      } else if isSession {
        if let match = line.wholeMatch(of: /kin [^>]*> ?(.*)/) {
          typed = String(match.1)
        } else {
          if isOfCommand(typed) {
            addHeadings(of: before, above: line, typed)
            words.formUnion(line.unicodeScalars.filter(Self.isMark).map { String($0) })
            if typed.hasPrefix("doctor") { addSeverity(line) }
          }
          // A page of help speaks of the marks in sentences.
          if !typed.hasPrefix("help") { addLegend(line) }
          addFooter(line)
        }
      }
      before = line
    }
  }

  private func isOfCommand(_ typed: String) -> Bool {
    let word = String(typed.prefix { $0 != " " })
    if typed.contains("query plan") { return false }
    return typed.hasSuffix("?") || (Command.named(word) != nil && Command.named(word)?.name != "last")
  }

  private mutating func addHeadings(of line: String, above rule: String, _ typed: String) {
    guard rule.contains("─"), rule.allSatisfy({ $0 == "─" || $0 == " " }) else { return }
    let (names, marks) = (Array(line), Array(rule))
    var start = 0
    while let lower = marks[start...].firstIndex(of: "─") {
      let upper = marks[lower...].firstIndex(of: " ") ?? marks.endIndex
      let name = String(names[min(lower, names.count)..<min(upper, names.count)]).trimmed
      // The name of what is profiled stands above its values.
      let isOfData = typed.hasSuffix(".\(name)")
      if !name.isEmpty, !name.hasSuffix("…"), !isOfData { words.insert(name) }
      start = upper
    }
  }

  /// As in ` slow   review.member_id has no index`.
  private mutating func addSeverity(_ line: String) {
    if let match = line.prefixMatch(of: /\ ([a-z]+) {2,}\S/) { words.insert(String(match.1)) }
  }

  /// As in ` ● loaded  ◐ in part  ○ not loaded`.
  private mutating func addLegend(_ line: String) {
    guard line.contains(" loaded") else { return }
    for match in line.matches(of: /[○●◐] ((?:[a-z]+ )*loaded|in part)(?=$|\ )/) {
      words.insert(String(match.1))
    }
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII, !scalar.properties.isEmojiPresentation else { return false }
    switch scalar.properties.generalCategory {
    case .mathSymbol, .otherSymbol, .otherPunctuation, .dashPunctuation, .otherNumber: return true
    default: return false
    }
  }

  private mutating func addFooter(_ line: String) {
    // Behind a colon stand the names of variables and records.
    let pieces = line.split(separator: " · ").dropFirst().map { $0.prefix { $0 != ":" } }
    guard pieces.contains(where: { $0.contains(/^\d+ quer(y|ies)/) }) else { return }
    for word in pieces.joined(separator: " ").split(whereSeparator: { !$0.isLetter && $0 != "_" })
    where word.count > 1 && !Self.small.contains(String(word)) {
      words.insert(String(word))
    }
  }
}
