/// One JSON object a line, for tools that read as it comes.
extension OutputFormat {
  package static let jsonl = objects(
    name: "jsonl", summary: "one JSON object a line", severalTables: .marked, suffix: "\n")
}
