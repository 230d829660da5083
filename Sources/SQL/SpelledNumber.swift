/// What a value is where numbers are added up (https://sqlite.org/datatype3.html §3.3, https://sqlite.org/lang_expr.html#castexpr).
///
/// Of a text, and of the text that the bytes of a blob spell, the longest beginning counts that is a number, behind
/// blanks: `12abc` is 12. There is no hexadecimal, no infinity and no `nan`.
extension Value {
  package var number: Double {
    switch self {
    case .null: 0
    case .integer(let integer): Double(integer)
    case .real(let real): real
    case .text(let text): Self.number(at: text.utf8)
    case .blob(let bytes): Self.number(at: bytes)
    }
  }

  /// The whole number that it is, or that a text spells from end to end without a point or an exponent; nil otherwise.
  package var wholeNumber: Int64? {
    switch self {
    case .integer(let integer): return integer
    case .text(let text):
      let digits = text.utf8.drop(while: Self.isBlank).reversed().drop(while: Self.isBlank).reversed()
      return Int64(String(decoding: digits, as: UTF8.self))
    case .null, .real, .blob: return nil
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private static func number(at bytes: [UInt8]) -> Double {
    var rest = bytes.drop(while: isBlank)[...]
    func takeDigits() -> [UInt8] {
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      return Array(digits)
    }
    func takeSign() -> String {
      guard let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return "" }
      rest.removeFirst()
      return sign == UInt8(ascii: "-") ? "-" : ""
    }
    var spelled = takeSign()
    let whole = takeDigits()
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits()
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return 0 }
    spelled += "0\(String(decoding: whole, as: UTF8.self)).\(String(decoding: fraction, as: UTF8.self))0"
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest.removeFirst()
      let sign = takeSign()
      let exponent = takeDigits()
      if !exponent.isEmpty { spelled += "e\(sign)\(String(decoding: exponent, as: UTF8.self))" }
    }
    return Double(spelled) ?? 0
  }
}
