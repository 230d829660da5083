import Language
import ORM
import SQL

/// What comes along with a statement that joins the hops behind it.
extension ForecastWalk {
  /// What one statement brings besides the records that it is sent for.
  struct Cover {
    var hops: [JoinedHop]
    /// Where each of the hops leads; none where it is not certain that the statement brought them.
    var reached: [Reached]
    /// At which of the hops one stands, counted from 1; 0 for the records that the statement is sent for.
    var place: Int
  }

  /// What a statement brings along is there at once, wherever the line asks for it.
  mutating func cover(_ tail: [JoinedHop], from start: Reached, isCertain: Bool) -> Cover? {
    if tail.isEmpty { return nil }
    var reached: [Reached] = []
    for joined in tail {
      let source = joined.parent == 0 ? start : reached[joined.parent - 1]
      var next = targets(joined.hop, from: source, pathOf(source), keys: nil, rows: nil)
      next.isCohort =
        isNew(next.entity) && tail.count { schema[$0.hop.relationship].target == next.entity } == 1
      reached.append(next)
    }
    for (joined, next) in zip(tail, reached) {
      let source = joined.parent == 0 ? start : reached[joined.parent - 1]
      if isCertain {
        remember(
          joined.hop, pathOf(source), keys: source.count, rows: next.count, isFromAll: source.isAll)
      } else {
        let keys = source.count.part(likely: source.count.likely)
        remember(
          joined.hop, nil, keys: keys, rows: next.count.part(likely: next.count.likely), isFromAll: false)
      }
    }
    return Cover(hops: tail, reached: isCertain ? reached : [], place: 0)
  }

  /// What joins make of rows, where they cannot be counted.
  func multiplied(_ count: Estimate, by tail: [JoinedHop]) -> Estimate {
    var factors: [Double?] = [1]
    for joined in tail {
      let each = data.fanOut(of: schema[joined.hop.relationship]).map { max(1, $0) }
      factors.append(each)
    }
    let factor = factors.reduce(1.0 as Double?) { product, factor in
      if let product, let factor { product * factor } else { nil }
    }
    var likely: Double?
    if let factor, let rows = count.likely { likely = rows * factor }
    let isMultiplying = tail.contains {
      schema[$0.hop.relationship].isToMany || schema[$0.hop.relationship].kind == .oneToOneReverse
    }
    return Estimate(from: count.lower, to: isMultiplying ? .max : count.upper, likely: likely)
  }
}
