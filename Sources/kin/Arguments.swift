import ArgumentParser
import ORM
import Rendering

/// What stands on the command line.
struct Arguments: ParsableArguments {
  @Argument(help: "A SQLite database; without one, the sample library in memory.")
  var database: String?

  @Argument(help: "Lines to run, one after the other; without any, a prompt or standard input.")
  var lines: [String] = []

  @Option(name: [.customShort("c"), .long], parsing: .singleValue, help: "A line to run; may be repeated.")
  var command: [String] = []

  @Option(name: [.short, .long], help: "Run the lines of a file; - is standard input.")
  var file: String?

  @Option(help: "How results are printed: \(OutputFormat.all.map(\.name).joined(separator: ", ")).")
  var format: String?

  @Flag(help: "Print JSON: one array a result.") var json = false
  @Flag(help: "Print JSON, one object a line.") var jsonl = false
  @Flag(help: "Print comma-separated values.") var csv = false
  @Flag(help: "Print tab-separated values.") var tsv = false
  @Flag(help: "Print Markdown tables.") var markdown = false

  @Option(
    help: "How relationships are loaded: \(LoadingStrategy.allCases.map(\.rawValue).joined(separator: ", ")).")
  var load: String?

  @Option(help: "Show the SQL: auto, on, off, full.") var sql: String?
  @Flag(help: "One JSON object a line of input on standard error: rows, queries, time.") var stats = false
  @Option(help: "Rows of a table to show at the prompt.") var limit: String?
  @Option(name: .customLong("max-queries"), help: "Stop a line before it sends more statements than this.")
  var maxQueries: String?
  @Option(help: "What stands for NULL.") var null: String?

  @Flag(help: "Open the file for writing.") var write = false
  @Flag(help: "Write to a private copy in memory.") var sandbox = false

  @Option(help: "Colour: auto, always, never.") var color: String?
  @Flag(help: "Draw with ASCII only.") var ascii = false
  @Option(help: "Columns to print into.") var width: Int?
  @Option(name: .customLong("on-error"), help: "In a batch: stop or continue after a line that failed.")
  var onError: String?
  @Option(name: .customShort("o"), help: "Write results to a file.") var output: String?
  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "No banner.") var quiet = false
  @Flag(name: [.customShort("V"), .long], help: "Print the version.") var version = false
}
