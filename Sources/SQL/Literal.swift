/// Values written out as SQL, so that a statement can be pasted elsewhere and means the same.
extension Query {
  /// The statement with its values in the place of their placeholders.
  ///
  /// Names and texts in quotes are passed over, so a `?` inside them stays.
  ///
  /// - Parameter isExact: whether the engine reads this spelling of a real as that very number; engines differ in
  ///   the last bit.
  package func text(dialect: Dialect, isExact: (_ spelling: String, Double) -> Bool) -> String {
    let bytes = Array(sql.utf8)
    var result: [UInt8] = []
    var position = 0
    var number = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 || byte == 0x27 {
        let end = bytes[(position + 1)...].firstIndex(of: byte).map { $0 + 1 } ?? bytes.count
        result += bytes[position..<end]
        position = end
        continue
      }
      let placeholder = Array(dialect.placeholder(number).utf8)
      guard number < bindings.count, bytes[position...].starts(with: placeholder),
        case .value(let value) = bindings[number]
      else {
        result.append(byte)
        position += 1
        continue
      }
      let literal = value.literal(isExact: isExact)
      // Two signs in a row would begin a comment.
      let isNegated = result.last == UInt8(ascii: "-") && literal.hasPrefix("-")
      result += Array((isNegated ? "(\(literal))" : literal).utf8)
      position += placeholder.count
      number += 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Value {
  /// The value as SQL writes it.
  package func literal(isExact: (_ spelling: String, Double) -> Bool) -> String {
    switch self {
    case .null: "NULL"
    case .integer(let integer): String(integer)
    case .real(let real): Self.spelling(of: real, isExact: isExact)
    case .text(let text): text.literal
    case .blob(let bytes): "x'\(Self.hexadecimal(bytes))'"
    }
  }

  /// The shortest decimal that is exact; where the engine misses the last bit of every one, the fraction that the
  /// number is.
  private static func spelling(of real: Double, isExact: (String, Double) -> Bool) -> String {
    if real.isNaN { return "NULL" }
    if real.isInfinite { return real < 0 ? "-9e999" : "9e999" }
    var text = real.description
    if !text.utf8.contains(UInt8(ascii: ".")) {
      let exponent = text.firstIndex(of: "e") ?? text.endIndex
      text.insert(contentsOf: ".0", at: exponent)
    }
    return isExact(text, real) ? text : fraction(of: real)
  }

  /// As in `CAST(3602879701896397 AS REAL) / 36028797018963968`: whole numbers and powers of two are exact.
  private static func fraction(of real: Double) -> String {
    var power = Int(real.exponent) - 52
    var text = "CAST(\(Int64(real.significand * 0x1p52) * (real < 0 ? -1 : 1)) AS REAL)"
    while power != 0 {
      let step = min(abs(power), 62)
      text += (power < 0 ? " / " : " * ") + String(Int64(1) << step)
      power += power < 0 ? step : -step
    }
    return "(\(text))"
  }

  fileprivate static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension Text {
  /// In quotes; as bytes where a quoted text would end early, be changed or be obeyed by a terminal.
  fileprivate var literal: String {
    guard let text = String(validating: utf8, as: UTF8.self), !text.unicodeScalars.contains(where: \.isHidden)
    else { return "CAST(x'\(Value.hexadecimal(utf8))' AS TEXT)" }
    return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}

extension Unicode.Scalar {
  /// Controls, line ends, and what reorders the text around it.
  fileprivate var isHidden: Bool {
    switch value {
    case 0x00...0x1F, 0x7F...0x9F, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
