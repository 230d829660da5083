/// Words, as they are in paths: letters, digits and underscores, so that each hop is one. libedit's own reach over dots
/// and brackets, and would take a whole path.
import Glibc

extension LineEditor {
  func goWordLeft() { moveCursor(to: wordStart) }

  func goWordRight() { moveCursor(to: wordEnd) }

  func deleteWordLeft() { kill(wordStart..<text.cursor) }

  func deleteWordRight() { kill(text.cursor..<wordEnd) }

  func deleteToStart() { kill(0..<text.cursor) }

  func deleteToEnd() { kill(text.cursor..<text.scalars.count) }

  /// Puts in again what was deleted last.
  func putInAgain() { insert(String(String.UnicodeScalarView(deleted))) }

  private func kill(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    deleted = Array(text.scalars[range])
    delete(range)
  }

  private var wordStart: Int {
    let (scalars, cursor) = text
    let end = scalars[..<cursor].lastIndex(where: Self.isOfWord) ?? 0
    return scalars[..<end].lastIndex { !Self.isOfWord($0) }.map { $0 + 1 } ?? 0
  }

  private var wordEnd: Int {
    let (scalars, cursor) = text
    let start = scalars[cursor...].firstIndex(where: Self.isOfWord) ?? scalars.count
    return scalars[start...].firstIndex { !Self.isOfWord($0) } ?? scalars.count
  }

  /// Marks that stand above or beside a letter are part of it.
  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: scalar == "_"
    }
  }
}
