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

  /// The number that a text spells from end to end, as SQLite reads it: no hexadecimal, no `inf`.
  private static func number(_ text: Text) -> Value? {
    let trimmed = text.utf8.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
    guard !trimmed.isEmpty, trimmed.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
    let string = String(decoding: trimmed, as: UTF8.self)
    if let integer = Int64(string) { return .integer(integer) }
    guard let real = Double(string) else { return nil }
    return Int64(exactly: real).map(Value.integer) ?? .real(real)
  }
}
