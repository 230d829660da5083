/// Options of sqlite3, psql and duckdb that people type out of habit, with what there is instead.
enum ForeignOption {
  /// A sentence; nil for what is an option of none of them.
  ///
  /// - Parameter word: as it was typed: `-header`, `--no-psqlrc`, `--separator=;`.
  static func meant(by word: String) -> String? {
    let name = String(word.drop { $0 == "-" }.prefix { $0 != "=" })
    return table.first { $0.names.contains(name) }?.instead
  }

  private static let table: [(names: Set<String>, instead: String)] = [
    (
      ["readonly", "read-only", "safe"],
      "A file is only read unless --write says otherwise."
    ),
    (["null-string", "nullvalue"], "Did you mean --null?"),
    (["strategy"], "Did you mean --load?"),
    (["bail"], "A batch ends at the line that fails unless --on-error continue says otherwise."),
    (["cmd"], "Did you mean -c?"),
    (["X", "no-psqlrc", "norc", "no-rc"], "Did you mean --no-init?"),
    (["init"], "Did you mean -f? Before a prompt the lines of ~/.config/kin/init.kin run."),
    (["batch", "no-stdin"], "With lines to run, or without a terminal, it is a batch by itself."),
    (["interactive"], "On a terminal and without lines to run there is a prompt by itself."),
    (["header", "headers"], "Formats with a header always write it."),
    (["noheader", "tuples-only"], "Did you mean --jsonl? Formats with a header always write it."),
    (["box", "column", "table"], "Did you mean --format table?"),
    (["line", "expanded"], "Did you mean --record?"),
    (["list", "no-align", "separator", "field-separator", "tabs"], "Did you mean --tsv?"),
    (["quote"], "Did you mean --insert?"),
    (["echo", "echo-queries"], "Did you mean --sql on?"),
    (["dbname"], "The database stands by itself: kin FILE."),
    (["history"], "KIN_HISTORY names the file of the lines typed so far."),
    (["no-color"], "Did you mean --color never?"),
  ]
}
