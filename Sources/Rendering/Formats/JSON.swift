/// A JSON array (RFC 8259) of objects, one a line.
extension OutputFormat {
  package static let json = objects(
    name: "json", summary: "a JSON array of objects", severalTables: .object, open: "[",
    prefix: { $0 == 0 ? "\n  " : ",\n  " }, close: { $0 == 0 ? "]\n" : "\n]\n" })
}
