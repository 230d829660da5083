/// The lines of a card: names in one column, values in the other.
struct CardLines {
  private let names: [StyledText]
  private let keys: Set<Int>
  private let presentation: Presentation
  /// The column in which the values begin.
  let left: Int
  /// Before the name of an attribute that belongs to the key, as in a diagram.
  static let keySign = "#"
  /// Fewer columns than this show nothing.
  static let readable = 20
  /// A narrow terminal gives the values a line of their own.
  private let hangs: Bool

  /// - Parameters:
  ///   - keys: positions of the names that belong to the primary key.
  ///   - other: where the values of lines beside these begin, so that all can stand in one column.
  init(
    names: [String], keys: Set<Int> = [], besides other: Int = 0, _ presentation: Presentation
  ) {
    let names = names.enumerated().map { index, name in
      VisibleText.styled(name, keys.contains(index) ? .key : .heading, charset: presentation.charset)
    }
    let own = 1 + (names.map(\.width).max() ?? 0) + 2
    left = Self.common(own, other, presentation.width)
    self.names = names
    self.keys = keys
    self.presentation = presentation
    hangs = presentation.width.map { $0 - own < Self.readable } ?? false
  }

  /// Where lines begin that stand below others: in the same column, unless that leaves a gap or too little room.
  static func common(_ own: Int, _ other: Int, _ width: Int?) -> Int {
    let isRoomy = width.map { $0 - max(own, other) >= readable } ?? true
    return isRoomy && abs(own - other) <= 10 ? max(own, other) : own
  }

  func write(_ value: StyledText, _ index: Int, to output: Output) {
    for line in lines(of: value, index) { output.write(line.text(presentation.style) + "\n") }
  }

  func lines(of value: StyledText, _ index: Int) -> [StyledText] {
    let indent = hangs ? 3 : left
    var first = keys.contains(index) ? StyledText(Self.keySign, .key) : StyledText(" ")
    first.append(names[index])
    var lines: [StyledText] = []
    if hangs {
      lines = first.broken(to: presentation.width)
      first = StyledText()
    }
    for (number, part) in value.broken(to: presentation.width.map { max(10, $0 - indent) }).enumerated() {
      var line = number == 0 ? first : StyledText()
      line.pad(to: indent)
      line.append(part)
      lines.append(line)
    }
    return lines
  }
}
