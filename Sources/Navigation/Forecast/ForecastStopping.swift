import Language
import ORM

/// What a forecast asks that takes long enough to be stopped, over the keys of many records that are held.
///
/// A forecast that was stopped is worth nothing: who makes one that may take long asks afterwards whether it was.
extension ForecastWalk {
  /// - Returns: nil where a person has asked to stop.
  func unlessStopped<Result, E: Error>(_ body: () throws(E) -> Result?) -> Result? {
    do { return try body() } catch { return nil }
  }

  func wholeStatement(_ path: BoundPath) -> FlatStatement? {
    unlessStopped { () throws(Diagnostic) in try evaluator.wholeStatement(path) }
  }

  func prefix(of path: BoundPath, upTo index: Int) -> FlatPrefix? {
    unlessStopped { () throws(Diagnostic) in try evaluator.prefix(of: path, upTo: index) }
  }
}
