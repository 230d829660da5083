/// A line as it stands in a file, without its end.
package import Language

package struct FileLine {
  package var text: String
  /// Why it cannot be read as it stands; nil where it can.
  package var problem: Diagnostic?

  /// In bytes; what no line has that a person or a program writes, so that a device without line ends fills no memory.
  package static let longest = 1 << 28

  package init(_ text: String) { self.text = text }

  package init(_ bytes: some Collection<UInt8>) {
    text = String(decoding: bytes, as: UTF8.self)
    problem =
      bytes.count > Self.longest
      ? Diagnostic(.lineTooLong(limit: Self.longest), at: SourceRange(0, text.utf8.count))
      : InvalidUTF8(in: bytes)?.diagnostic
  }

  /// The lines of a text.
  static func lines(of bytes: some Collection<UInt8>) -> [FileLine] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { FileLine($0) }
  }
}
