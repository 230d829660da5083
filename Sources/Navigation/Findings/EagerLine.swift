package import Language
import ORM

extension Evaluator {
  /// What to type instead of a path that its budget, or `raise`, stopped at a hop: the same path with that hop and all
  /// behind it loaded at once, or, where that is so already, with that hop in the statement before it.
  ///
  /// - Returns: nil where nothing is cheaper.
  package func eagerLine(for path: BoundPath, stoppedAt range: SourceRange) -> String? {
    guard let first = path.marks.firstIndex(of: range) else { return nil }
    var syntax = path.syntax
    var isMarked = false
    for step in path.allSteps where step.mark >= first && [.lazy, .raise].contains(step.strategy ?? strategy)
    {
      isMarked = syntax.hops.loadEagerly(at: step.range) || isMarked
    }
    if !isMarked, let step = path.allSteps.first(where: { $0.mark == first }), step.closure == nil,
      (step.strategy ?? strategy) != .joined
    {
      isMarked = syntax.hops.loadEagerly(at: step.range, by: .joined)
    }
    return isMarked ? SyntaxPrinter.text(of: syntax) : nil
  }
}
