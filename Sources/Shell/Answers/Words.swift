import Language
import Rendering

/// Phrases of the explanations: numbers, lists and positions as one says them.
enum Words {
  /// As in `three`, `40`.
  static func number(_ number: Int) -> String {
    let names = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return names.indices.contains(number) ? names[number] : Quantity.grouped(number)
  }

  static func count(_ count: Int, _ one: String, _ several: String) -> String {
    "\(number(count)) \(count == 1 ? one : several)"
  }

  static func grouped(_ number: Int) -> String { Quantity.grouped(number) }

  /// As in `id, name and year`.
  static func list(_ items: [String]) -> String {
    guard items.count > 1, let last = items.last else { return items.first ?? "" }
    return "\(items.dropLast().joined(separator: ", ")) and \(last)"
  }

  /// A name in a sentence: as it is, and one without letters as it is typed.
  static func name(_ name: String) -> String { name.isEmpty ? SyntaxPrinter.quoted(name) : name }

  /// As in `an author`, `a book`.
  static func article(_ noun: String) -> String {
    let isVowel = noun.lowercased().first.map { "aeio".contains($0) } ?? false
    return "\(isVowel ? "an" : "a") \(noun)"
  }

  /// As in `year, the greatest first, then title`.
  static func order(_ keys: [Expression]) -> String {
    keys.map { key in
      guard case .unary(.minus, let operand) = key.kind else { return SyntaxPrinter.text(of: key) }
      return "\(SyntaxPrinter.text(of: operand)), the greatest first"
    }.joined(separator: ", then by ")
  }

  /// Positions from 0, the end excluded, negatives from the end.
  ///
  /// - Parameter whose: what they count over, as in ` of each author`.
  static func positions(_ lower: Int?, _ upper: Int?, _ whose: String) -> String {
    func some(_ count: Int) -> String { (count == 1 ? "" : " \(number(count))") + whose }
    switch (lower ?? 0, upper) {
    case (0, nil): return "all\(whose)"
    case (0, 0): return "none\(whose)"
    case (0, let upper?) where upper > 0: return "the first\(some(upper))"
    case (0, let upper?) where upper > .min: return "all but the last\(some(-upper))"
    case (let lower, nil) where lower > 0: return "all but the first\(some(lower))"
    case (let lower, nil) where lower > .min: return "the last\(some(-lower))"
    case (let lower, let upper?) where lower >= 0 && upper > lower:
      let last = upper - 1
      return last == lower
        ? "position \(grouped(lower))\(whose), counted from 0"
        : "positions \(grouped(lower)) to \(grouped(last))\(whose), counted from 0"
    case (let lower, let upper?) where lower >= 0 && upper >= 0: return "none\(whose)"
    default:
      let start = grouped(lower ?? 0)
      return
        "from position \(start) to before \(upper.map(grouped) ?? "the end")\(whose), negatives from the end"
    }
  }
}
