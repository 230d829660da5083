/// A JSON document with an order, for answers that are no grid: what a command describes, the facts of a line.
package indirect enum JSONTree {
  case null
  case boolean(Bool)
  /// A number as it is to be written.
  case number(String)
  case text(String)
  case array([JSONTree])
  case object([(String, JSONTree)])

  /// The document in one line.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .number(let number): number
    case .text(let text): Self.quoted(text)
    case .array(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { Self.quoted($0) + ": " + $1.text }.joined(separator: ", ") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    let output = Output { block in
      bytes += block
      return true
    }
    text.withBytes { JSONObject.write($0, to: output) }
    output.flush()
    return String(decoding: bytes, as: UTF8.self)
  }
}
