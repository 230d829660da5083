package import Language
import ORM

extension Evaluator {
  /// What to type instead of a path that its budget stopped at a hop: the same path with that hop and all behind it
  /// loaded at once, or, where that is so already, with that hop in the statement before it.
  ///
  /// - Returns: nil where nothing is cheaper.
  package func cheaperLine(than path: BoundPath, stoppedAt range: SourceRange) -> String? {
    guard let first = path.marks.firstIndex(of: range) else { return nil }
    var syntax = path.syntax
    var isMarked = false
    for step in path.allSteps where step.mark >= first && (step.strategy ?? strategy) == .lazy {
      // A foreign-key column used as a hop takes no mark.
      isMarked = syntax.hops.markEager(at: step.range) || isMarked
    }
    if !isMarked, let step = path.allSteps.first(where: { $0.mark == first }), step.closure == nil,
      (step.strategy ?? strategy) != .joined
    {
      isMarked = syntax.hops.markEager(at: step.range, by: .joined)
    }
    return isMarked ? SyntaxPrinter.text(of: syntax) : nil
  }
}

extension BoundPath {
  /// Every step of it, those ahead and those of braces too.
  fileprivate var allSteps: [BoundStep] {
    var all = ahead.flatMap(\.withAhead) + steps.flatMap(\.withAhead)
    if case .shape(let shape) = output { all += shape.fields.flatMap(\.path.allSteps) }
    return all
  }
}

extension BoundStep {
  fileprivate var withAhead: [BoundStep] { [self] + ahead.flatMap(\.withAhead) }
}
