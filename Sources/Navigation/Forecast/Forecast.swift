package import Language
package import ORM

/// What a path will take, before any of it runs: the statements of each hop and the rows that they read.
///
/// A number that is exact is that of the run, as long as nobody changes the data in between.
package struct Forecast: Sendable {
  /// How a piece of the path gets what it needs.
  package enum Sending: Hashable, Sendable {
    /// One statement for the root.
    case root
    /// The session has it.
    case held
    /// One statement for each key.
    case each
    /// One for all keys, or for each chunk of so many.
    case together(chunk: Int)
    /// It comes with the statement before it.
    case joined
    /// One that asks for the path before it again.
    case again
    /// One that follows the relationship by itself until nothing new is met.
    case recursion
    /// A condition or an order over records that are loaded.
    case refining
    /// One value or one row a group, worked out by the database.
    case aggregate
    /// One statement for the whole path.
    case whole
  }

  /// What one mark of the path takes.
  package struct Piece: Hashable, Sendable {
    package var mark: Int
    /// Where the hop starts and its name; nil for the root and for what is asked at the end.
    package var relationship: RelationshipID?
    /// Whether and how the relationship is followed again and again.
    package var closure: BoundStep.Closure?
    package var sending: Sending
    package var statements: Estimate
    package var rows: Estimate
  }

  /// Where `raise` ends the line.
  package struct Stop: Hashable, Sendable {
    package var relationship: RelationshipID
    package var closure: BoundStep.Closure?
    package var range: SourceRange
    /// Whether it certainly comes so far.
    package var isCertain: Bool
  }

  package var strategy: LoadingStrategy
  package var pieces: [Piece] = []
  package var stop: Stop?
  /// The rows of the result.
  package var result = Estimate.unknown
  /// The key of the root that leads to no row, so that the line is an error.
  package var missingRoot: Diagnostic?

  package var statements: Estimate { pieces.reduce(.zero) { $0 + $1.statements } }
  package var rows: Estimate { pieces.reduce(.zero) { $0 + $1.rows } }

  /// Works it out from what the session holds and from what can be counted cheaply; nothing is loaded.
  ///
  /// - Parameters:
  ///   - session: the one that the path would run in.
  ///   - streams: whether rows of a flat path would stream.
  package init(
    of path: BoundPath, in session: Session, by strategy: LoadingStrategy, data: DataEstimates,
    effort: DataEstimates.Effort = .command, streams: Bool = false
  ) {
    self.strategy = strategy
    data.begin(effort)
    var walk = ForecastWalk(
      evaluator: Evaluator(session: session, strategy: strategy, streams: streams), data: data)
    result = walk.answer(path)
    pieces = walk.pieces
    stop = walk.stop
    missingRoot = walk.missingRoot
  }
}
