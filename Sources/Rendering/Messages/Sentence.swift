/// A sentence of Kin's own in which what is to be typed is known from the words, so that it stays in one piece.
///
/// `"To see the commands: \(type: "help")"`
package struct Sentence: Hashable, Sendable, CustomStringConvertible {
  private enum Piece: Hashable, Sendable {
    case words(String)
    case typed(String)
  }

  private var pieces: [Piece] = []

  package init(_ words: String) { append(.words(words)) }
  package init(type line: String) { append(.typed(line)) }

  /// Words in which each line to type stands between backquotes.
  ///
  /// - Parameter fill: puts other names into a part, which may have backquotes of their own.
  package init(marked words: String, fill: (String) -> String = { $0 }) {
    for (index, part) in words.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      let text = fill(String(part))
      append(index % 2 == 0 ? .words(text) : .typed(text))
    }
  }

  package var isEmpty: Bool { pieces.isEmpty }

  /// Without the difference.
  package var description: String {
    pieces.reduce(into: "") { result, piece in
      switch piece {
      case .words(let text), .typed(let text): result += text
      }
    }
  }

  /// Those that are not empty, with a gap between them at which they are broken first.
  static func beside(_ sentences: [Sentence]) -> Sentence {
    sentences.filter { !$0.isEmpty }.reduce(into: Sentence("")) { result, sentence in
      if !result.isEmpty { result.append(.words("   ")) }
      result.append(sentence)
    }
  }

  /// Safe to look at; what is to be typed keeps every character that can be.
  ///
  /// - Parameter role: the meaning of the words.
  package func text(_ charset: Charset, _ role: Role? = nil) -> StyledText {
    pieces.reduce(into: StyledText()) { result, piece in
      switch piece {
      case .words(let text):
        result.append(VisibleText.styled(charset.spelled(text.legible(charset)), role, charset: charset))
      case .typed(let text): result.append(VisibleText.styled(text.legible(charset), .hint, charset: charset))
      }
    }
  }

  static func + (left: Sentence, right: Sentence) -> Sentence { "\(left)\(right)" }

  private mutating func append(_ piece: Piece) {
    switch (piece, pieces.last) {
    case (.words(""), _), (.typed(""), _): return
    case (.words(let text), .words(let before)?): pieces[pieces.count - 1] = .words(before + text)
    default: pieces.append(piece)
    }
  }

  private mutating func append(_ other: Sentence) {
    for piece in other.pieces { append(piece) }
  }
}

extension Sentence: ExpressibleByStringInterpolation {
  package init(stringLiteral words: String) { self.init(words) }
  package init(stringInterpolation: StringInterpolation) { self = stringInterpolation.sentence }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var sentence = Sentence("")

    package init(literalCapacity: Int, interpolationCount: Int) {}

    package mutating func appendLiteral(_ words: String) { sentence.append(.words(words)) }
    package mutating func appendInterpolation(_ words: some StringProtocol) {
      sentence.append(.words(String(words)))
    }
    package mutating func appendInterpolation(_ number: Int) { sentence.append(.words(String(number))) }
    package mutating func appendInterpolation(_ other: Sentence) { sentence.append(other) }
    package mutating func appendInterpolation(type line: String) { sentence.append(.typed(line)) }
  }
}
