/// How long something takes, as a person sets it: `2ms`, `0.5ms`, `500us`, `1s`, `5m`.
enum DurationSetting {
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", minute),
  ]

  /// Whoever waits longer for a statement has mistyped.
  static let minute: Int64 = 60_000_000_000
  static let day = 1_440 * minute

  /// Nanoseconds; nil for what is no duration, and for one that is too long or none at all.
  static func nanoseconds(_ text: String, atMost longest: Int64 = minute) -> Int64? {
    guard let unit = units.first(where: { text.lowercased().hasSuffix($0.name) }) else { return nil }
    let parts = text.dropLast(unit.name.count).split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2,
      parts.allSatisfy({ part in part.count <= 6 && part.utf8.allSatisfy { (48...57).contains($0) } }),
      let whole = Int64(parts[0])
    else { return nil }
    var total = whole * unit.nanoseconds
    if parts.count == 2 {
      guard let fraction = Int64(parts[1]) else { return nil }
      total += fraction * unit.nanoseconds / parts[1].reduce(1) { scale, _ in scale * 10 }
    }
    return (1...longest).contains(total) ? total : nil
  }

  /// The same as a person would type it: in the largest unit of which there is one.
  static func text(_ nanoseconds: Int64) -> String {
    let unit = units.last { nanoseconds >= $0.nanoseconds } ?? units[0]
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit.nanoseconds)
    guard rest > 0 else { return "\(whole)\(unit.name)" }
    var decimals = String(1_000 + rest / (unit.nanoseconds / 1_000)).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return decimals.isEmpty ? "\(whole)\(unit.name)" : "\(whole).\(decimals)\(unit.name)"
  }
}
