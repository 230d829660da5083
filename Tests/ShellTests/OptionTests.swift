import Foundation
import Testing

/// What the command line says of itself.
@Suite struct OptionTests {
  @Test func optionsStandUnderHeadingsBehindTheExamples() throws {
    let page = try Folder().kin("-h").output.split(separator: "\n", omittingEmptySubsequences: false)
    let headings = page.filter { !$0.hasPrefix(" ") && !$0.isEmpty }
    #expect(
      headings.map(String.init).dropLast() == [
        "Kin walks through related data: author[3].books.title", "usage: kin [options] [database [line …]]",
        "Lines:", "The database:", "Results:", "Loading, and what it costs:", "The program:",
      ])
    #expect(page.firstIndex { $0.hasPrefix("  kin library.db") } == 3)
  }

  @Test(arguments: [
    (["--format"], "--format needs a value after it."), (["-c"], "-c needs a value after it."),
    (["--json=x"], "--json takes no value."), (["-qZ", "author"], "there is no option -qZ."),
    (["--csv", "-qZq"], "there is no option -qZq."),
  ])
  func theWordIsToldThatCannotBeFollowed(options: [String], sentence: String) throws {
    let folder = try Folder()
    let run = try Kin(["shelf.db"] + options, in: folder.url)
    #expect((run.notes, run.code) == ("kin: \(sentence) kin --help lists the options.\n", 2))
  }

  @Test(arguments: [
    ("--readonly", "A file is only read unless --write says otherwise."),
    ("-readonly", "A file is only read unless --write says otherwise."),
    ("--null-string=-", "Did you mean --null?"), ("-nullvalue", "Did you mean --null?"),
    ("--strategy", "Did you mean --load?"),
    ("--bail", "A batch ends at the line that fails unless --on-error continue says otherwise."),
    ("-header", "Formats with a header always write it."), ("-cmd", "Did you mean -c?"),
    ("-csv", "Did you mean --csv?"), ("-jsonl", "Did you mean --jsonl?"), ("-tsv", "Did you mean --tsv?"),
    ("-on-error", "Did you mean --on-error?"), ("-output", "Did you mean --output?"),
    ("-format=csv", "Did you mean --format?"), ("-file", "Did you mean --file?"),
    ("-json", "Did you mean --json?"),
    ("-X", "Did you mean --no-init?"), ("-column", "Did you mean --format table?"),
    ("-batch", "With lines to run, or without a terminal, it is a batch by itself."),
  ])
  func optionsOfOtherShellsAreAnswered(option: String, meant: String) throws {
    let run = try Folder().kin("shelf.db", option, "author")
    #expect(
      (run.output, run.notes, run.code)
        == ("", "kin: there is no option \(option). \(meant) kin --help lists the options.\n", 2))
  }
}
