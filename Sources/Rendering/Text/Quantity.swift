/// Numbers as people read them: counts with their noun, and durations.
package enum Quantity {
  /// As in `1,000`.
  package static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var result = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  /// As in `1 row` and `2 rows`.
  ///
  /// - Parameter plural: for a noun whose plural no rule gives.
  package static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? Self.plural(of: noun))"
  }

  /// The regular plural of an English noun.
  package static func plural(of noun: String) -> String {
    let lower = noun.lowercased()
    if ["s", "x", "z", "ch", "sh"].contains(where: lower.hasSuffix) { return noun + "es" }
    if lower.hasSuffix("y"), let before = lower.dropLast().last, !"aeiou".contains(before) {
      return noun.dropLast() + "ies"
    }
    return noun + "s"
  }

  /// As in `0.06 ms`, `1.9 ms`, `84 ms`, `1.2 s` and `2 min 5 s`.
  package static func duration(nanoseconds: Int64) -> String {
    let time = UInt64(clamping: nanoseconds)
    func rounded(to unit: UInt64) -> UInt64 { time / unit + (time % unit >= unit / 2 ? 1 : 0) }
    if time == 0 { return "0 ms" }
    let hundredths = rounded(to: 10_000)
    if hundredths == 0 { return "<0.01 ms" }
    if hundredths < 10 { return "0.0\(hundredths) ms" }
    let tenths = rounded(to: 100_000)
    if tenths < 100 { return "\(tenths / 10).\(tenths % 10) ms" }
    let milliseconds = rounded(to: 1_000_000)
    if milliseconds < 1_000 { return "\(milliseconds) ms" }
    let tenthsOfSeconds = rounded(to: 100_000_000)
    if tenthsOfSeconds < 600 { return "\(tenthsOfSeconds / 10).\(tenthsOfSeconds % 10) s" }
    let seconds = rounded(to: 1_000_000_000)
    return "\(seconds / 60) min \(seconds % 60) s"
  }

  /// As in `0.3 s` and `2 min 5 s`: of what still runs, so that it goes on from the first.
  package static func runningTime(nanoseconds: Int64) -> String {
    let time = max(0, nanoseconds)
    guard time < 60_000_000_000 else { return duration(nanoseconds: time) }
    return "\(time / 1_000_000_000).\(time / 100_000_000 % 10) s"
  }

  /// As in `640 B`, `1.9 kB`, `64 kB`, `2.5 MB`: powers of 1,000.
  package static func bytes(_ count: Int) -> String {
    if count < 1_000 { return "\(count) B" }
    var unit = 1_000
    for name in ["kB", "MB", "GB"] {
      let tenths = count / (unit / 10) + (count % (unit / 10) >= unit / 20 ? 1 : 0)
      if tenths < 100 { return "\(tenths / 10).\(tenths % 10) \(name)" }
      let whole = count / unit + (count % unit >= unit / 2 ? 1 : 0)
      if whole < 1_000 || name == "GB" { return "\(grouped(whole)) \(name)" }
      unit *= 1_000
    }
    return "\(count) B"
  }

  /// `2 ms`, `1 s`, `5 min`, without the decimal that a measured time has.
  package static func setting(nanoseconds: Int64) -> String {
    let units: [(name: String, nanoseconds: Int64)] = [
      ("min", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ]
    let unit = units.first { nanoseconds >= $0.nanoseconds }
    guard let unit, nanoseconds % unit.nanoseconds == 0 else { return duration(nanoseconds: nanoseconds) }
    return "\(grouped(Int(nanoseconds / unit.nanoseconds))) \(unit.name)"
  }
}
