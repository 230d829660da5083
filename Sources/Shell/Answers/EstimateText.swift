import Navigation
import Rendering

/// Estimates as people read them: `41`, `≈ 10,000`, `1 or 2`, `at least 1,000`, `unknown`.
extension Estimate {
  func text(_ charset: Charset) -> String {
    if isExact { return Quantity.grouped(lower) }
    if upper < .max, upper - lower == 1 { return "\(Quantity.grouped(lower)) or \(Quantity.grouped(upper))" }
    if let likely { return "\(charset.approximately) \(Quantity.grouped(Self.rounded(likely)))" }
    if upper < .max {
      return lower == 0
        ? "at most \(Quantity.grouped(upper))" : "\(Quantity.grouped(lower)) to \(Quantity.grouped(upper))"
    }
    return lower > 0 ? "at least \(Quantity.grouped(lower))" : "unknown"
  }

  /// With its noun, `≈ 10,000 queries`.
  func counted(_ noun: String, _ charset: Charset) -> String {
    let isOne = isExact && lower == 1
    return "\(text(charset)) \(isOne ? noun : Quantity.plural(of: noun))"
  }

  /// What is only thought is not told to the last digit: two of them from a hundred on.
  private static func rounded(_ likely: Double) -> Int {
    var rest = Int(min(max(likely.rounded(), 0), 1e15))
    var unit = 1
    while rest >= 100 {
      rest = (rest + 5) / 10
      unit *= 10
    }
    return rest * unit
  }

  /// Whether what came is what was forecast: exactly, or where it was estimated within a factor of two.
  func isMet(by number: Int) -> Bool {
    if isExact { return number == lower }
    guard lower <= number, number <= upper else { return false }
    guard let likely else { return true }
    return Double(number) <= likely * 2 + 1 && likely <= Double(number) * 2 + 1
  }
}
