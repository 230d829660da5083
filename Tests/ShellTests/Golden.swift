import Foundation
import Testing

/// Files that tests compare whole, below the root of the package.
enum Golden {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let records = ProcessInfo.processInfo.environment["KIN_RECORD"] == "1"

  static func text(of file: String) throws -> String {
    try String(contentsOf: root.appending(path: file), encoding: .utf8)
  }

  /// Tells the first line in which a file is not what the program says today; with `KIN_RECORD=1` in the
  /// environment writes the file anew instead and fails, so that a recording is never taken for a success.
  static func expect(_ file: String, is actual: String) throws {
    let expected = try text(of: file)
    // Bytes, since == of strings takes é composed and decomposed for equal.
    guard !expected.utf8.elementsEqual(actual.utf8) else { return }
    if records {
      try Data(actual.utf8).write(to: root.appending(path: file))
      Issue.record("recorded \(file)")
      return
    }
    let (old, new) = (expected.lines, actual.lines)
    let first =
      zip(old, new).enumerated().first { !$1.0.utf8.elementsEqual($1.1.utf8) }?.offset
      ?? min(old.count, new.count)
    Issue.record(
      """
      \(file) differs first in line \(first + 1); KIN_RECORD=1 writes it anew
      expected: \(first < old.count ? old[first] : "nothing")
      actual:   \(first < new.count ? new[first] : "nothing")
      """)
  }
}

extension String {
  /// Split at each line feed, a carriage return left where it is: to Swift both together are one character.
  var lines: [String] {
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }
}
