import Language

/// Pieces of a path as Kin prints them.
enum SyntaxText {
  /// An expression as it is printed, whatever spaces and parentheses it was typed with.
  static func printed(_ expression: String) -> String {
    (try? Parser.predicate(expression)).map { SyntaxPrinter.text(of: $0) } ?? expression
  }
}
