import Language
import Navigation
import ORM
import Rendering
import SQL

/// From a path that is bound to its answer.
extension Conversation {
  /// A flat path gives rows and no records, and rows that stream are gone: what stays is loaded by IN lists.
  var recordStrategy: LoadingStrategy { settings.strategy == .flat ? .selectin : settings.strategy }

  func evaluate(_ bound: Bound, by strategy: LoadingStrategy) throws(Diagnostic) -> Answer {
    let session = bound.session
    facts.strategy = strategy.rawValue
    defer {
      countStatements()
      lookups.add(session.lookups)
    }
    let evaluator = Evaluator(session: session, strategy: strategy, streams: !isInteractive)
    do throws(Diagnostic) { return try evaluator.answer(bound.path) } catch {
      var instead: String? { evaluator.eagerLine(for: bound.path, stoppedAt: error.range) }
      if case .budgetExceeded(let limit, _, _) = error.problem {
        throw Diagnostic(.budgetExceeded(limit: limit, instead: instead), at: error.range)
      }
      if case .notLoaded(let hop, let records, _) = error.problem {
        throw Diagnostic(.notLoaded(hop: hop, records: records, instead: instead), at: error.range)
      }
      throw error
    }
  }
}
