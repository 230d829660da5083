internal import SQL

/// A row as a JSON object (RFC 8259), its keys in column order; a nested cell is an object or an array.
///
/// Integers are written digit by digit, exact beyond 2⁵³. What JSON cannot hold is an object with one marked
/// key: `{"$blob":"AP8="}` in base64, `{"$real":"Infinity"}`, and for a text that is no UTF-8 its bytes in base64,
/// `{"$text":"/w=="}`, so that two different ones never become the same.
/// Of several columns with one name the later ones are called `name_2`, `name_3`.
struct JSONObject {
  /// Everything before the n-th value: brace or comma, and the key.
  private let prefixes: [[UInt8]]
  /// What the records in the n-th cell are written as; empty of columns where it holds values.
  private let nested: [JSONObject]

  init(_ columns: [Grid.Column]) {
    var prefixes: [[UInt8]] = []
    for key in Self.distinct(columns.map(\.name)) {
      var bytes: [UInt8] = [prefixes.isEmpty ? 0x7B : 0x2C]
      let output = Output { block in
        bytes += block
        return true
      }
      key.withBytes { Self.write($0, to: output) }
      output.flush()
      prefixes.append(bytes + [0x3A])
    }
    self.prefixes = prefixes
    nested = columns.map { JSONObject($0.content.columns) }
  }

  func write(_ row: Row, to output: Output) {
    if prefixes.isEmpty { output.write("{") }
    for index in 0..<min(row.count, prefixes.count) {
      output.write(bytes: prefixes[index])
      Self.write(row[index], to: output)
    }
    output.write("}")
  }

  func write(_ values: [NestedValue], to output: Output) {
    if prefixes.isEmpty || values.isEmpty { output.write("{") }
    for index in 0..<min(values.count, prefixes.count) {
      output.write(bytes: prefixes[index])
      nested[index].write(values[index], to: output)
    }
    output.write("}")
  }

  /// A cell whose records are of this kind.
  func write(_ value: NestedValue, to output: Output) {
    switch value {
    case .value(let value): value.withCell { Self.write($0, to: output) }
    case .list(let elements):
      output.write("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { output.write(",") }
        write(element, to: output)
      }
      output.write("]")
    case .record(let values): write(values, to: output)
    }
  }

  private static func distinct(_ keys: [String]) -> [String] {
    var taken = Set(keys)
    var seen: Set<String> = []
    return keys.map { key in
      if seen.insert(key).inserted { return key }
      var number = 2
      while !taken.insert("\(key)_\(number)").inserted { number += 1 }
      return "\(key)_\(number)"
    }
  }

  private static func write(_ cell: Cell, to output: Output) {
    switch cell.kind {
    case .null: output.write("null")
    case .integer: output.write(integer: cell.integer)
    case .real: write(cell.real, to: output)
    case .text: write(text: cell.bytes, to: output)
    case .blob: write(base64: cell.bytes, markedBy: "$blob", to: output)
    }
  }

  private static func write(base64 bytes: UnsafeBufferPointer<UInt8>, markedBy key: String, to output: Output)
  {
    output.write("{\"\(key)\":\"")
    writeBase64(bytes, to: output)
    output.write("\"}")
  }

  private static func write(_ value: Double, to output: Output) {
    if value.isNaN {
      output.write(#"{"$real":"NaN"}"#)
    } else if value.isInfinite {
      output.write(value < 0 ? #"{"$real":"-Infinity"}"# : #"{"$real":"Infinity"}"#)
    } else {
      output.write(CellText.decimal(value))
    }
  }

  /// A string with its quotes; what is no UTF-8 in it has U+FFFD in its place.
  ///
  /// DEL and the C1 controls are escaped as well, since a terminal may obey them.
  static func write(_ bytes: UnsafeBufferPointer<UInt8>, to output: Output) {
    if isPlain(bytes) {
      writePlain(bytes, to: output)
    } else {
      write(String(decoding: bytes, as: UTF8.self), to: output)
    }
  }

  /// The text of a cell: a string, or its bytes with a mark where they are no UTF-8.
  private static func write(text bytes: UnsafeBufferPointer<UInt8>, to output: Output) {
    if isPlain(bytes) {
      writePlain(bytes, to: output)
    } else if let text = String(validating: bytes, as: UTF8.self) {
      write(text, to: output)
    } else {
      write(base64: bytes, markedBy: "$text", to: output)
    }
  }

  /// Whether nothing in it needs to be escaped.
  private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }
  }

  private static func writePlain(_ bytes: UnsafeBufferPointer<UInt8>, to output: Output) {
    output.write(byte: 0x22)
    output.write(bytes: bytes)
    output.write(byte: 0x22)
  }

  private static func write(_ text: String, to output: Output) {
    output.write(byte: 0x22)
    for scalar in text.unicodeScalars { write(scalar, to: output) }
    output.write(byte: 0x22)
  }

  private static func write(_ scalar: Unicode.Scalar, to output: Output) {
    switch scalar.value {
    case 0x22: output.write(#"\""#)
    case 0x5C: output.write(#"\\"#)
    case 0x0A: output.write(#"\n"#)
    case 0x0D: output.write(#"\r"#)
    case 0x09: output.write(#"\t"#)
    case 0x00..<0x20, 0x7F..<0xA0, 0x2028, 0x2029:
      output.write(#"\u"#)
      for shift in [12, 8, 4, 0] as [UInt32] {
        output.write(byte: CellText.hexadecimalDigit(UInt8(scalar.value >> shift & 15)))
      }
    default: output.write(bytes: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  /// RFC 4648 §4, with padding.
  private static func writeBase64(_ bytes: UnsafeBufferPointer<UInt8>, to output: Output) {
    let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    alphabet.withUTF8Buffer { digits in
      for start in stride(from: 0, to: bytes.count, by: 3) {
        let group = bytes[start..<min(start + 3, bytes.count)]
        var bits = group.reduce(0) { $0 << 8 | Int($1) }
        bits <<= 8 * (3 - group.count)
        for position in 0..<4 {
          let digit = digits[bits >> (18 - 6 * position) & 63]
          output.write(byte: position <= group.count ? digit : 0x3D)
        }
      }
    }
  }
}

/// The cells of one column as values: a nested one is its JSON text.
struct JSONText {
  private let object: JSONObject

  init(_ column: Grid.Column) { object = JSONObject(column.content.columns) }

  func flat(_ value: NestedValue) -> Value {
    if case .value(let value) = value { return value }
    var bytes: [UInt8] = []
    let output = Output { block in
      bytes += block
      return true
    }
    object.write(value, to: output)
    output.flush()
    return .text(Text(utf8: bytes))
  }
}

extension OutputFormat {
  /// A format of one object a row, each after `prefix` and before `suffix`.
  static func objects(
    name: String, summary: String, severalTables: SeveralTables, open: String = "",
    prefix: @escaping @Sendable (_ position: Int) -> String = { _ in "" }, suffix: String = "",
    close: @escaping @Sendable (_ rows: Int) -> String = { _ in "" }
  ) -> OutputFormat {
    OutputFormat(name: name, summary: summary, severalTables: severalTables) {
      (grid, output, _) throws(DatabaseError) in
      let object = JSONObject(grid.columns)
      var rows = 0
      func frame(_ write: () -> Void) -> Bool {
        if rows == 0 { output.write(open) }
        output.write(prefix(rows))
        write()
        output.write(suffix)
        rows += 1
        return !output.isClosed
      }
      // Rows that stream may fail in the middle: what was written until then is valid JSON all the same. Before the
      // first row nothing was, for an empty array would say that there are none.
      defer { if rows > 0 { output.write(close(rows)) } }
      if let forEachNestedRow = grid.forEachNestedRow {
        try forEachNestedRow { values in frame { object.write(values, to: output) } }
      } else {
        try grid.forEachRow { row in frame { object.write(row, to: output) } }
      }
      if rows == 0 {
        output.write(open)
        output.write(close(0))
      }
      return RenderedFacts(rows: rows, columns: grid.columns.count)
    }
  }
}
