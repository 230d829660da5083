/// What a terminal shows, as an SVG: the text with its colours, for a page that has no terminal.
struct TerminalPicture {
  /// A piece of a line in one colour.
  private struct Run {
    var text: String
    /// SGR parameters, as in `1;33`; empty for plain text.
    var code: String
  }

  private let lines: [[Run]]
  private let columns: Int

  /// - Parameter text: with the escape sequences of colours and no others.
  init(_ text: String, columns: Int) {
    self.columns = columns
    var code = ""
    lines = text.lines.map { line in
      var runs: [Run] = []
      for (index, piece) in line.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated() {
        var text = piece
        if index > 0, let end = piece.firstIndex(of: "m") {
          code = String(piece[..<end])
          if code == "0" { code = "" }
          text = piece[piece.index(after: end)...]
        }
        if !text.isEmpty { runs.append(Run(text: String(text), code: code)) }
      }
      return runs
    }
  }

  private static let fontSize = 14.0
  private static let columnWidth = 8.4
  private static let lineHeight = 19
  private static let margin = 16

  var svg: String {
    let width = Int(Double(columns) * Self.columnWidth) + 2 * Self.margin
    let height = lines.count * Self.lineHeight + 2 * Self.margin
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)">
      <rect width="100%" height="100%" rx="8" fill="#16191d"/>
      <g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="\(Int(Self.fontSize))" \
      fill="#d7dce2" xml:space="preserve">

      """
    for (index, line) in lines.enumerated() where !line.isEmpty {
      let y = Self.margin + (index + 1) * Self.lineHeight - 5
      svg += "<text x=\"\(Self.margin)\" y=\"\(y)\">"
      for run in line { svg += Self.span(run) }
      svg += "</text>\n"
    }
    return svg + "</g>\n</svg>\n"
  }

  private static func span(_ run: Run) -> String {
    let text = run.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    var attributes = ""
    for code in run.code.split(separator: ";") {
      switch code {
      case "1": attributes += " font-weight=\"bold\""
      case "2", "90": attributes += " fill=\"#8b95a1\""
      case "31": attributes += " fill=\"#ff7b72\""
      case "32": attributes += " fill=\"#7ee787\""
      case "33": attributes += " fill=\"#e3b341\""
      case "34": attributes += " fill=\"#79c0ff\""
      case "35": attributes += " fill=\"#d2a8ff\""
      case "36": attributes += " fill=\"#76e3ea\""
      default: break
      }
    }
    return attributes.isEmpty ? text : "<tspan\(attributes)>\(text)</tspan>"
  }
}
