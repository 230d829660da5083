import Navigation
import ORM
import SQL

/// What forecasts remember from line to line, until the data changes.
struct ForecastMemory {
  let estimates: DataEstimates
  /// A session that holds nothing, for what is typed while no variable holds anything.
  let emptySession: Session
  /// The path of the last `plan`, and what it said under each strategy.
  var planned: (path: String, forecasts: [Forecast])?

  init(_ schema: Schema, _ connection: any Connection) {
    estimates = DataEstimates(schema: schema, connection: connection)
    emptySession = Session(schema: schema, executor: Executor(connection: connection))
  }

  /// What was planned of a path under a strategy.
  func forecast(of path: some StringProtocol, by strategy: LoadingStrategy) -> Forecast? {
    guard let planned, planned.path == path else { return nil }
    return planned.forecasts.first { $0.strategy == strategy }
  }
}
