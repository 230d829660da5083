import Language
import Navigation
import ORM
import Rendering

extension Conversation {
  /// Says of a path that gave nothing that what stands behind a relationship in brackets is a key, where it may have
  /// been meant as a position: `author[3].books[0]`.
  func tellKeyMeantAsPosition(_ path: BoundPath) {
    let hops = path.syntax.hops
    let keyed = path.steps.filter(\.relationship.isToMany).compactMap {
      step -> (place: Int, step: BoundStep)? in
      guard let hop = hops.firstIndex(where: { $0.range == step.range }), hops.indices.contains(hop + 1),
        case .keys(let keys) = hops[hop + 1].kind, keys.count == 1, case .integer = keys[0].kind
      else { return nil }
      return (hop + 1, step)
    }
    // No key is 0 as a rule; where none was typed, the last one is meant.
    guard let found = keyed.first(where: { SyntaxPrinter.text(of: [hops[$0.place]]) == "[0]" }) ?? keyed.last
    else { return }
    var meant = path.syntax
    let key = SyntaxPrinter.text(of: [hops[found.place]])
    let isFromEnd = key == "[-1]"
    meant.hops[found.place].kind = isFromEnd ? .slice(lower: -1, upper: nil) : .slice(lower: nil, upper: 1)
    let one = "The \(isFromEnd ? "last" : "first") of \(found.step.relationship.name)"
    notice("\(key) is a key and no position. \(one): \(type: SyntaxPrinter.text(of: meant))")
  }
}
