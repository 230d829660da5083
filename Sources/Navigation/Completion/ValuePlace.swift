import ORM
import SQL

/// A place in a line where a value of an attribute may stand, and what of it is typed.
struct ValuePlace {
  enum Typed {
    case nothing
    /// The digits of a whole number.
    case digits(String)
    /// A text whose quote is open.
    case text(String, quote: Character)
    /// A word that is no name.
    case letters(String)

    /// What the name of a record may begin with.
    var label: String? {
      switch self {
      case .nothing, .digits: nil
      case .text(let text, _), .letters(let text): text.isEmpty ? nil : text
      }
    }
  }

  var subject: ValueQueries.Subject
  var typed: Typed
  /// The values of the list before it, none of which is wanted twice.
  var listed: [Value] = []
  /// Whether a text stands in single quotes, whatever is typed.
  var isSQL = false
}

extension ValuePlace {
  /// Where in the order of an attribute the values lie that begin as what is typed.
  func bounds(_ attribute: Attribute) -> [ValueQueries.Bounds] {
    switch typed {
    case .nothing: return [Self.whole(attribute)]
    case .letters: return []
    case .text(let text, _): return Self.beginning(with: text, attribute)
    case .digits(let digits):
      guard attribute.affinity != .text, let number = Int64(digits) else { return [] }
      return Self.numbers(beginningWith: number)
    }
  }

  /// What is sought where no index leads to the values, the first before what takes its place where there is none.
  func sought(_ attribute: Attribute) -> [ValueQueries.Sought] {
    guard case .text(let text, _) = typed, !text.isEmpty else {
      let bounds = bounds(attribute)
      return bounds.isEmpty ? [] : [.within(bounds)]
    }
    let beginning = ValueQueries.Sought.text(text, at: .beginning)
    return text.utf8.count > 1 ? [beginning, .text(text, at: .anywhere)] : [beginning]
  }

  /// Below every number, or every text; a comparison leaves NULL out.
  static func whole(_ attribute: Attribute) -> ValueQueries.Bounds {
    .init(from: attribute.affinity == .text ? "" : .integer(.min))
  }

  static func beginning(with text: String, _ attribute: Attribute) -> [ValueQueries.Bounds] {
    spellings(of: text, attribute.collation).map { spelling in
      .init(from: Value(spelling), to: Value(spelling + "\u{10FFFF}"))
    }
  }

  /// Where letters differ by case, text is often written as names are, or as codes are.
  private static func spellings(of text: String, _ collation: Collation) -> [String] {
    if collation == .noCase || text.isEmpty { return [text] }
    let capitalized = text.prefix(1).uppercased() + text.dropFirst()
    var spellings = [text]
    for other in [capitalized, text.uppercased(), text.lowercased()] where !spellings.contains(other) {
      spellings.append(other)
    }
    return spellings
  }

  /// As 19, 190 to 199, 1900 to 1999 and so on.
  private static func numbers(beginningWith number: Int64) -> [ValueQueries.Bounds] {
    var bounds: [ValueQueries.Bounds] = []
    var (lower, width) = (number, Int64(1))
    while true {
      let (upper, overflows) = lower.addingReportingOverflow(width)
      if overflows { break }
      bounds.append(.init(from: .integer(lower), to: .integer(upper)))
      let next = lower.multipliedReportingOverflow(by: 10)
      if lower == 0 || next.overflow { break }
      (lower, width) = (next.partialValue, width * 10)
    }
    return bounds
  }
}
