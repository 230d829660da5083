import Rendering

/// What can be typed and what it does, in sections that fit one screen of a common terminal.
struct HelpPage {
  private let style: Style
  private let charset: Charset
  private let width: Int
  /// nil where nothing is broken that is to be typed, as in a pipe.
  private let page: Int?
  private(set) var text = ""

  init(_ presentation: Presentation) {
    style = presentation.style
    charset = presentation.charset
    width = presentation.width ?? 80
    page = presentation.width
  }

  /// Whether titles, examples and meanings have room beside each other.
  private var isWide: Bool { width >= 70 }
  /// Columns before the examples.
  private var gutter: Int { isWide ? 10 : 3 }

  mutating func section(
    _ title: String, _ entries: [(example: String, meaning: String)], exampleWidth: Int = 30
  ) {
    let lines = entries.map { (example: charset.spelled($0.example), meaning: charset.spelled($0.meaning)) }
    let left = isWide ? gutter + exampleWidth + 1 : 5
    var head = StyledText(" ")
    head.append(title, .heading)
    if !isWide, !title.isEmpty { write(head) }
    for (index, line) in lines.enumerated() {
      var row = index == 0 && isWide ? head : StyledText()
      for (number, part) in StyledText(visible(line.example)).wrapped(to: max(20, width - gutter))
        .enumerated()
      {
        if number > 0 {
          write(row)
          row = StyledText()
        }
        row.pad(to: gutter + (number > 0 ? 2 : 0))
        row.append(part)
      }
      if row.width >= left {
        write(row)
        row = StyledText()
      }
      for part in StyledText(visible(line.meaning), .dim).wrapped(
        to: max(20, min(width - left, Presentation.widestProse)))
      {
        row.pad(to: left)
        row.append(part)
        write(row)
        row = StyledText()
      }
    }
  }

  /// Names without their meanings.
  mutating func also(_ names: [String]) {
    var row = StyledText(" ")
    row.append("Also", .heading)
    if !isWide {
      write(row)
      row = StyledText()
    }
    for part in StyledText(names.joined(separator: ", ")).wrapped(to: max(20, width - gutter)) {
      row.pad(to: gutter)
      row.append(part)
      write(row)
      row = StyledText()
    }
  }

  /// A line to type, and below it what it shows.
  ///
  /// - Parameter isNext: whether it is the one to type now.
  mutating func step(_ number: Int, _ line: String, _ meaning: String, isNext: Bool = false) {
    var row = StyledText(isNext ? ">" : " ", .hint)
    row.append(number < 10 ? " \(number)  " : "\(number)  ", .dim)
    for part in StyledText(visible(line), .hint).wrapped(to: page.map { max(20, $0 - 5) }) {
      row.pad(to: 5)
      row.append(part)
      write(row)
      row = StyledText()
    }
    for part in StyledText(visible(meaning)).wrapped(to: max(20, min(width - 5, Presentation.widestProse))) {
      var row = StyledText("     ")
      row.append(part)
      write(row)
    }
  }

  /// Lines to type with their meanings, beside them where there is room for all.
  mutating func examples(_ examples: [(line: String, meaning: String)]) {
    let examples = examples.map { (line: visible($0.line), meaning: $0.meaning) }
    let left = 3 + (examples.map { DisplayWidth.columns(of: $0.line) }.max() ?? 0) + 2
    let isBeside = examples.allSatisfy { left + DisplayWidth.columns(of: $0.meaning) <= width }
    for example in examples {
      if isBeside {
        var row = StyledText("   " + example.line)
        if !example.meaning.isEmpty {
          row.pad(to: left)
          row.append(example.meaning)
        }
        write(row)
      } else {
        write(StyledText(example.line, .hint), indent: 3)
        paragraph(example.meaning, indent: DisplayWidth.columns(of: example.line) + 3 <= width ? 5 : 7)
      }
    }
  }

  mutating func note(_ sentence: Sentence) {
    write(sentence.text(charset, .dim), indent: 1)
  }

  mutating func paragraph(_ text: String, indent: Int) {
    if !text.isEmpty { write(StyledText(visible(text)), indent: indent) }
  }

  /// Names come out of the file.
  private func visible(_ text: String) -> String { VisibleText.plain(text, charset: charset) }

  private mutating func write(_ text: StyledText, indent: Int) {
    let page = max(20, width - indent)
    for part in text.wrapped(to: min(page, Presentation.widestProse), page: page) {
      var line = StyledText(String(repeating: " ", count: indent))
      line.append(part)
      write(line)
    }
  }

  private mutating func write(_ line: StyledText) { text += charset.spelled(line.text(style)) + "\n" }
}
