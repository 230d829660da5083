internal import SQL

/// One JSON object a line, for tools that read as it comes.
extension OutputFormat {
  package static let jsonl = streaming(
    name: "jsonl", summary: "one JSON object a line",
    begin: { grid, output, _ in
      let object = JSONObject(keys: grid.columns.map(\.name))
      return { row, _ in
        object.write(row, to: output)
        output.write("\n")
      }
    })
}
