extension Affinity {
  /// What a column of this affinity makes of a value (https://sqlite.org/datatype3.html §3).
  package func converting(_ value: Value) -> Value {
    switch self {
    case .blob: value
    case .text:
      switch value {
      case .integer(let integer): Value(String(integer))
      case .null, .real, .text, .blob: value
      }
    case .integer, .numeric:
      switch value {
      case .text(let text): Self.number(text) ?? value
      case .real(let real): Int64(exactly: real).map(Value.integer) ?? value
      case .null, .integer, .blob: value
      }
    case .real:
      switch value {
      case .integer(let integer): .real(Double(integer))
      case .text(let text):
        switch Self.number(text) {
        case .integer(let integer): .real(Double(integer))
        case .some(let number): number
        case nil: value
        }
      case .null, .real, .blob: value
      }
    }
  }

  /// What a value is where it is compared with a column of this affinity (https://sqlite.org/datatype3.html §4.2), so that
  /// values that compare as equal are the same: 3.0 is 3, and no whole number loses a digit to a column of reals.
  package func comparing(_ value: Value) -> Value {
    switch (self, value) {
    case (.text, _): converting(value)
    case (.blob, .text), (.blob, .blob): value
    case (.blob, _), (.integer, _), (.numeric, _), (.real, _): Self.numeric.converting(value)
    }
  }

  /// The number that a text spells from end to end, as SQLite reads it: no hexadecimal, no `inf`.
  private static func number(_ text: Text) -> Value? {
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    let trimmed = text.utf8.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    guard !trimmed.isEmpty, trimmed.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    let string = String(decoding: trimmed, as: UTF8.self)
    if let integer = Int64(string) { return .integer(integer) }
    guard let real = Double(string) else { return nil }
    return Int64(exactly: real).map(Value.integer) ?? .real(real)
  }
}
