import Language

/// A date without its quotes, which reads as one number less others: `2024-06-01`.
enum UnquotedDate {
  /// The date in quotes, its year first; nil where the numbers are none.
  static func meant(by expression: Expression) -> String? {
    guard case .binary(.subtract, let left, let last) = expression.kind else { return nil }
    if case .binary(.subtract, let year, let month) = left.kind {
      guard let year = number(year, 1_000...9_999), let month = number(month, 1...12),
        let day = number(last, 1...31)
      else { return nil }
      return "\"\(year)-\(twoDigits(month))-\(twoDigits(day))\""
    }
    guard let year = number(left, 1_000...9_999), let month = number(last, 1...12) else { return nil }
    return "\"\(year)-\(twoDigits(month))\""
  }

  private static func number(_ expression: Expression, _ range: ClosedRange<Int64>) -> Int64? {
    guard case .literal(.integer(let number)) = expression.kind, range.contains(number) else { return nil }
    return number
  }

  private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : String(number) }
}
