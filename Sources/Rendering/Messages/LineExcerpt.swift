internal import Language

/// As much of a line as stands around the characters to blame: a line of megabytes is not looked through for the few
/// that are shown.
struct LineExcerpt {
  let text: String
  /// The characters to blame, in the text.
  let range: SourceRange

  /// Bytes to either side; more than any screen is wide.
  private static let reach = 4_096

  init(of line: String, around range: SourceRange) {
    let bytes = line.utf8
    guard bytes.count > 2 * Self.reach else {
      (text, self.range) = (line, range)
      return
    }
    let place = min(max(0, range.lower), bytes.count)
    let lower = Self.boundary(max(0, place - Self.reach), in: bytes)
    let upper = Self.boundary(min(bytes.count, place + Self.reach), in: bytes)
    let start = bytes.index(bytes.startIndex, offsetBy: lower)
    text = String(line[start..<bytes.index(bytes.startIndex, offsetBy: upper)])
    self.range = SourceRange(place - lower, max(place, min(range.upper, upper)) - lower)
  }

  /// Where the character begins in which an offset lies.
  private static func boundary(_ offset: Int, in bytes: String.UTF8View) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count,
      bytes[bytes.index(bytes.startIndex, offsetBy: offset)] & 0xC0 == 0x80
    {
      offset -= 1
    }
    return offset
  }
}

extension String {
  /// A sentence with a name or a value in it that nobody would read: its beginning, its end, and how much is between.
  func legible(_ charset: Charset) -> String {
    guard utf8.count > 2_000 else { return self }
    let scalars = unicodeScalars
    let count = scalars.count
    guard count > 1_000 else { return self }
    let head = String(String.UnicodeScalarView(scalars.prefix(400)))
    let tail = String(String.UnicodeScalarView(scalars.suffix(200)))
    let left = Quantity.count(count - 600, "character")
    return "\(head)\(charset.ellipsis) (\(left) left out) \(charset.ellipsis)\(tail)"
  }
}
