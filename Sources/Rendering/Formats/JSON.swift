internal import SQL

/// A JSON array (RFC 8259) of objects, one a line.
extension OutputFormat {
  package static let json = streaming(
    name: "json", summary: "a JSON array of objects",
    begin: { grid, output, _ in
      let object = JSONObject(keys: grid.columns.map(\.name))
      output.write("[")
      return { row, position in
        output.write(position == 0 ? "\n  " : ",\n  ")
        object.write(row, to: output)
      }
    },
    end: { rows, output in output.write(rows == 0 ? "]\n" : "\n]\n") })
}
