import Foundation
import Testing

/// Compares a whole output with the file that holds what it must be.
///
/// With `KIN_RECORD=1` in the environment the file is rewritten instead, and the test fails, so that a
/// recording is never taken for a success.
func expectGolden(_ name: String, _ actual: String, sourceLocation: SourceLocation = #_sourceLocation) {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
  if ProcessInfo.processInfo.environment["KIN_RECORD"] == "1" {
    #expect(throws: Never.self, sourceLocation: sourceLocation) { try Data(actual.utf8).write(to: file) }
    Issue.record("recorded \(name)", sourceLocation: sourceLocation)
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record("no golden file \(name); record it with KIN_RECORD=1", sourceLocation: sourceLocation)
    return
  }
  // Bytes, since == of strings takes é composed and decomposed for equal.
  guard data != Data(actual.utf8) else { return }
  let expected = String(decoding: data, as: UTF8.self).components(separatedBy: "\n")
  let lines = actual.components(separatedBy: "\n")
  let number = zip(expected, lines).enumerated().first { Array($0.1.0.utf8) != Array($0.1.1.utf8) }?.offset
  let first = number ?? min(expected.count, lines.count)
  Issue.record(
    """
    \(name) differs first in line \(first + 1)
    expected: \(first < expected.count ? expected[first] : "nothing")
    actual:   \(first < lines.count ? lines[first] : "nothing")
    """, sourceLocation: sourceLocation)
}
