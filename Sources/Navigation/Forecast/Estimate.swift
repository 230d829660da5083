/// A number that is known, or thought to be about so much, or only known to lie between two others.
package struct Estimate: Hashable, Sendable {
  /// It is certainly no less.
  package let lower: Int
  /// It is certainly no more; `Int.max` where nothing is certain.
  package let upper: Int
  /// What it is about; nil where there is nothing to go by.
  package let likely: Double?

  package init(from lower: Int, to upper: Int = .max, likely: Double? = nil) {
    self.lower = max(0, lower)
    self.upper = max(self.lower, upper)
    let (least, most) = (Double(self.lower), Double(self.upper))
    self.likely = self.lower == self.upper ? least : likely.map { min(max($0, least), most) }
  }

  package static func exactly(_ number: Int) -> Estimate { Estimate(from: number, to: number) }
  static let unknown = Estimate(from: 0)
  static let zero = Estimate.exactly(0)
  static let one = Estimate.exactly(1)

  package var isExact: Bool { lower == upper }
  var isZero: Bool { upper == 0 }

  /// Through a function that never falls.
  func mapped(_ function: (Int) -> Int, likely: (Double) -> Double) -> Estimate {
    Estimate(
      from: function(lower), to: upper == .max ? .max : function(upper), likely: self.likely.map(likely))
  }

  /// How many statements ask for so many keys, when one takes so many.
  func inChunks(of size: Int) -> Estimate {
    let size = max(1, size)
    return mapped({ $0 / size + ($0 % size > 0 ? 1 : 0) }) { ($0 / Double(size)).rounded(.up) }
  }

  /// Any part of it, of which so much is likely.
  func part(likely: Double?) -> Estimate { Estimate(from: 0, to: upper, likely: likely) }

  /// 1 where there are so many, else 0.
  func isAtLeast(_ number: Int) -> Estimate {
    Estimate(
      from: lower >= number ? 1 : 0, to: upper >= number ? 1 : 0,
      likely: likely.map { $0 >= Double(number) ? 1 : 0 })
  }

  /// The positions of a slice.
  func cut(_ length: (Int) -> Int) -> Estimate {
    Estimate(
      from: length(lower), to: length(upper),
      likely: likely.map { Double(length(Int(min($0, 1e18)))) })
  }

  /// What is left when some of it, at the most so much, is not needed.
  func without(atMost part: Int, likely: Double?) -> Estimate {
    part == 0 ? self : Estimate(from: part >= lower ? 0 : lower - part, to: upper, likely: likely)
  }

  static func + (left: Estimate, right: Estimate) -> Estimate {
    func sum(_ left: Int, _ right: Int) -> Int {
      let (sum, overflows) = left.addingReportingOverflow(right)
      return overflows ? .max : sum
    }
    var likely: Double?
    if let first = left.likely, let second = right.likely { likely = first + second }
    return Estimate(from: sum(left.lower, right.lower), to: sum(left.upper, right.upper), likely: likely)
  }

  /// Both are said of the same number.
  func and(_ other: Estimate) -> Estimate {
    let lower = max(lower, other.lower)
    return Estimate(from: lower, to: max(lower, min(upper, other.upper)), likely: likely ?? other.likely)
  }
}
