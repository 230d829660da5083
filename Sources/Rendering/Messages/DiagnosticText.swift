package import Language

/// A rejected line for people: carets under the characters to blame, a sentence, and what is there instead.
///
/// ```
/// kin> author[3].bokos.title
///                ^^^^^  author has no attribute or relationship "bokos". Did you mean books?
///                       Relationships: books →→ book, country → country
/// ```
package struct DiagnosticText {
  let diagnostic: Diagnostic
  let line: String
  private let examples: ExampleNames

  /// Where no terminal sets a width, a line of a megabyte is still not repeated whole.
  private static let longestRow = 400

  /// - Parameter examples: names of the database that is open, for what could be typed instead.
  package init(_ diagnostic: Diagnostic, in line: String, examples: ExampleNames = ExampleNames()) {
    self.examples = examples
    self.diagnostic = diagnostic
    self.line = line
  }

  /// - Parameter promptWidth: columns of the prompt, when the line stands on the terminal just above; nil to
  ///   repeat it.
  package func text(as presentation: Presentation, promptWidth: Int?) -> String {
    let excerpt = LineExcerpt(of: line, around: diagnostic.range)
    let typed = TypedLine(excerpt.text, charset: presentation.charset)
    let place = typed.place(excerpt.range)
    let row = typed.rows[place.row]
    let isAbove =
      promptWidth.map { prompt in
        typed.isAsTyped && place.row == typed.rows.count - 1
          && presentation.width.map { prompt + row.width < $0 } ?? true
      } ?? false
    var lines: [StyledText] = []
    var carets = place.columns
    if isAbove, let promptWidth {
      carets = (carets.lowerBound + promptWidth)..<(carets.upperBound + promptWidth)
    } else {
      let indent = 2
      let window = Self.window(
        row, around: carets, width: (presentation.width ?? Self.longestRow) - indent, presentation.charset)
      var shown = StyledText(String(repeating: " ", count: indent))
      shown.append(window.text)
      lines.append(shown)
      carets = (window.carets.lowerBound + indent)..<(window.carets.upperBound + indent)
    }
    lines += explained(carets, presentation)
    return lines.reduce(into: "") { $0 += $1.text(presentation.style) + "\n" }
  }

  /// The sentence on one line, for standard error: `kin: there is no table "bok"`.
  ///
  /// - Parameter location: where the line came from, `queries.kin:3`; the column is added.
  package func oneLine(program: String = "kin", location: String? = nil) -> String {
    let position = location.map { "\($0):\(column + 1): " } ?? ""
    let words = ProblemText(diagnostic, in: line, examples: examples)
    let sentence = words.sentence.description.legible(.unicode)
    let question = words.question.isEmpty ? "" : " " + words.question.description.legible(.unicode)
    return VisibleText.plain("\(program): \(position)\(sentence)\(question)", charset: .unicode)
  }

  /// Where in its row the range begins.
  private var column: Int {
    TypedLine(line, charset: .ascii).place(diagnostic.range).columns.lowerBound
  }

  /// The sentences alone, for what no character is to blame for.
  package var sentences: String {
    let words = ProblemText(diagnostic, in: line, examples: examples)
    return ([words.sentence] + words.details).map { $0.description.legible(.unicode) }
      .joined(separator: " ")
  }

  /// The caret line with the sentence behind it, or below it where there is no room.
  private func explained(_ carets: Range<Int>, _ presentation: Presentation) -> [StyledText] {
    let words = ProblemText(diagnostic, in: line, examples: examples)
    let question = words.question.text(presentation.charset)
    var sentence = words.sentence.text(presentation.charset)
    var paragraphs = [sentence]
    if !question.isEmpty {
      sentence.append(" ")
      sentence.append(question)
    }
    var head = StyledText(String(repeating: " ", count: carets.lowerBound))
    head.append(String(repeating: "^", count: carets.count), .error)
    let beside = carets.upperBound + 2
    let room = presentation.width.map { $0 - beside }
    let isBeside = room.map { $0 >= max(44, question.width) || $0 >= sentence.width } ?? true
    let indent = isBeside ? beside : 2
    let page = presentation.width.map { max(20, $0 - indent) }
    let limit = presentation.proseWidth(behind: indent)
    // What is to be typed stays in one piece, where there is room for it.
    if let limit, sentence.width > limit, !question.isEmpty {
      let isLine =
        question.width > limit
        && diagnostic.suggestions.contains { $0.contains(" ") || $0.utf8.count > limit / 2 }
      paragraphs += isLine ? words.offers.map { $0.text(presentation.charset) } : [question]
    } else {
      paragraphs = [sentence]
    }
    paragraphs += words.details.map { $0.text(presentation.charset, .dim) }
    var lines = isBeside ? [] : [head]
    for part in paragraphs.flatMap({ $0.wrappedAtGaps(to: limit, page: page) }) {
      var line = isBeside && lines.isEmpty ? head : StyledText()
      line.pad(to: indent)
      line.append(part)
      lines.append(line)
    }
    return lines
  }

  /// The part of a long line around the carets, with an ellipsis where it is cut.
  private static func window(
    _ row: TypedLine.Row, around carets: Range<Int>, width: Int, _ charset: Charset
  ) -> (text: StyledText, carets: Range<Int>) {
    let width = max(20, width)
    guard max(row.width, carets.upperBound) > width else {
      return (row.text, carets)
    }
    let ellipsis = charset.ellipsis
    let room = width - 2 * ellipsis.count
    let start = max(0, min(carets.lowerBound - room / 3, row.width - room))
    var text = StyledText()
    var column = 0
    var first: Int?
    var used = 0
    var isCutBehind = false
    for piece in row.pieces {
      defer { column += piece.width }
      guard column >= start else { continue }
      if used + piece.width > room {
        isCutBehind = true
        break
      }
      if first == nil { first = column }
      text.append(piece.text)
      used += piece.width
    }
    let origin = first ?? row.width
    var result = StyledText(origin > 0 ? ellipsis : "", .dim)
    let shift = result.width - origin
    result.append(text)
    if isCutBehind { result.append(ellipsis, .dim) }
    let lower = carets.lowerBound + shift
    return (result, lower..<max(lower + 1, min(carets.upperBound + shift, result.width)))
  }
}
