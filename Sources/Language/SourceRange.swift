/// A stretch of an input line, as offsets in its UTF-8 bytes; both ends lie on character boundaries.
package struct SourceRange: Hashable, Sendable {
  package var lower: Int
  /// One past the last byte; equal to `lower` for a place between two bytes.
  package var upper: Int

  package init(_ lower: Int, _ upper: Int) {
    self.lower = lower
    self.upper = upper
  }

  package func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(lower, other.lower), max(upper, other.upper))
  }

  /// The characters of the line that lie in the range; what lies beyond the end of the line is left out.
  package func text(of line: String) -> Substring {
    let count = line.utf8.count
    let start = min(max(lower, 0), count)
    let end = min(max(upper, start), count)
    let first = line.utf8.index(line.startIndex, offsetBy: start)
    return line[first..<line.utf8.index(first, offsetBy: end - start)]
  }
}
