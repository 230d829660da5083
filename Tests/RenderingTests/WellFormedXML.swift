/// Checks that a text is well-formed XML: one root, tags that match, attributes in quotes, and no character that must be
/// written in another way (https://www.w3.org/TR/xml/ §2.1).
struct WellFormedXML {
  enum Fault: Error, Hashable {
    case expected(String, at: Int)
    case mismatched(String, String)
    case twice(String)
    case badCharacter(Int)
    case badReference(Int)
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The names of the elements, in the order in which they begin.
  private(set) var elements: [String] = []
  /// All text between tags.
  private(set) var text = ""

  init(_ xml: String) throws {
    bytes = Array(xml.utf8)
    try element()
    skipSpace()
    guard position == bytes.count else { throw Fault.expected("the end", at: position) }
    for scalar in xml.unicodeScalars {
      let isAllowed =
        scalar.value == 9 || scalar.value == 10 || (scalar.value >= 32 && scalar.value != 0xFFFE)
      guard isAllowed else { throw Fault.badCharacter(Int(scalar.value)) }
    }
  }

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func skipSpace() { while [9, 10, 13, 32].contains(current) { position += 1 } }

  private mutating func take(_ text: String) throws {
    for byte in text.utf8 {
      guard current == byte else { throw Fault.expected(text, at: position) }
      position += 1
    }
  }

  private mutating func name() throws -> String {
    let start = position
    while current == 0x2D || current == 0x3A || current == 0x5F || (0x30...0x39).contains(current)
      || (0x41...0x5A).contains(current) || (0x61...0x7A).contains(current)
    {
      position += 1
    }
    guard position > start else { throw Fault.expected("a name", at: position) }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func reference() throws -> String {
    let start = position
    while current != 0x3B, current != 0, position - start < 8 { position += 1 }
    try take(";")
    switch String(decoding: bytes[start..<position], as: UTF8.self) {
    case "&amp;": return "&"
    case "&lt;": return "<"
    case "&gt;": return ">"
    case "&quot;": return "\""
    case "&#39;": return "'"
    default: throw Fault.badReference(start)
    }
  }

  private mutating func element() throws {
    try take("<")
    let name = try name()
    elements.append(name)
    var attributes: Set<String> = []
    while true {
      skipSpace()
      if current == 0x2F {
        try take("/>")
        return
      }
      if current == 0x3E { break }
      let attribute = try self.name()
      guard attributes.insert(attribute).inserted else { throw Fault.twice(attribute) }
      try take("=\"")
      while current != 0x22 {
        guard current != 0x3C, current != 0 else { throw Fault.expected("\"", at: position) }
        if current == 0x26 { _ = try reference() } else { position += 1 }
      }
      try take("\"")
    }
    try take(">")
    try content()
    try take("</")
    let end = try self.name()
    guard end == name else { throw Fault.mismatched(name, end) }
    try take(">")
  }

  private mutating func content() throws {
    var run: [UInt8] = []
    while position < bytes.count {
      if current == 0x3C {
        if position + 1 < bytes.count, bytes[position + 1] == 0x2F { break }
        try element()
      } else if current == 0x26 {
        run += Array(try reference().utf8)
      } else {
        run.append(current)
        position += 1
      }
    }
    text += String(decoding: run, as: UTF8.self)
  }
}
