package import Language
import Navigation
import Rendering

/// What one line took and gave, for `--stats`, for exit codes and for tests.
package struct LineFacts: Sendable {
  package enum Kind: String, Sendable { case blank, path, assignment, question, command, sql }

  package struct NPlusOneFact: Sendable {
    package var relationship: String
    package var queries: Int
  }

  package var line: String
  package var kind: Kind
  /// Rows of the result; nil when there was none.
  package var rows: Int?
  package var queries = 0
  package var rowsFetched = 0
  /// The strategy in force.
  package var strategy: String?
  /// How the hops were really loaded, a mark on one of them counted in; nil where none was.
  package var usedStrategies: String?
  package var nanoseconds: Int64 = 0
  package var nPlusOne: [NPlusOneFact] = []
  package var problem: Diagnostic?
  /// The sentence that was printed for the problem.
  package var error: String?
  package var isQuit = false
  /// Whether the SQL that was shown is not all of it.
  var isSQLShortened = false
  /// Whether the answer is that something is broken: a damaged file, or strategies that differ.
  package var isUnsound = false

  init(line: String, kind: Kind) {
    self.line = line
    self.kind = kind
  }

  /// One line of JSON.
  package var json: String {
    let thousandths = (nanoseconds + 500) / 1_000
    let milliseconds = "\(thousandths / 1_000)." + String(thousandths % 1_000 + 1_000).dropFirst()
    return JSONTree.object([
      ("line", .text(line)),
      ("kind", .text(kind.rawValue)),
      ("rows", rows.map { .number(String($0)) } ?? .null),
      ("queries", .number(String(queries))),
      ("rowsFetched", .number(String(rowsFetched))),
      ("strategy", (usedStrategies ?? strategy).map { .text($0) } ?? .null),
      ("elapsedMs", .number(milliseconds)),
      (
        "nPlusOne",
        .array(
          nPlusOne.map {
            .object([("relationship", .text($0.relationship)), ("queries", .number(String($0.queries)))])
          })
      ),
      ("error", error.map { .text($0) } ?? .null),
    ]).text
  }
}

extension Duration {
  /// Whole nanoseconds.
  var nanoseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
  }
}
