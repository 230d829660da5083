import DatabaseSupport
import Language
import Navigation
import ORM
import Rendering
import SQL
import SQLite
import Testing

/// A column called `false`, a name that SQLite's derived tables do not keep, answers as one of any other name.
@Suite struct LostNameTests {
  @Test func randomPathsAnswerAsThoseOverPlainNames() throws {
    var compared = 0
    for seed in UInt64(1)...40 {
      let trial = try StrategyTrial(seed: seed, oddities: [.sharedKeys])
      let renamed = try memory(
        """
        COMMIT; PRAGMA foreign_keys = OFF; PRAGMA automatic_index = OFF; BEGIN;
        \(Self.renamed(trial.database.definitions, seed, quote: "\""))
        \(Self.renamed(trial.database.insertions, seed, quote: "\""))
        """)
      let schema = SchemaBuilder.schema(from: try renamed.catalog())
      // Relationships may be named after the columns of a key.
      guard schema.relationships.map(\.name) == trial.schema.relationships.map(\.name) else { continue }
      let features = Set(PathFeature.allCases).subtracting([.variables, .heldConditions])
      var random = RandomPath(oracle: trial.oracle, seed: seed &+ 300, features: features)
      for _ in 0..<25 {
        let path = random.next().text
        let typed = Self.renamed(path, seed, quote: "`")
        guard typed != path else { continue }
        let expected = Self.rows(path, trial.schema, trial.connection, .lazy)
        for strategy in LoadingStrategy.allCases where strategy != .raise {
          #expect(
            Self.rows(typed, schema, renamed, strategy) == expected, "seed \(seed), \(strategy): \(typed)")
        }
        compared += 1
      }
    }
    #expect(compared > 150)
  }

  /// With that name for a column of numbers, or for a key.
  private static func renamed(_ text: String, _ seed: UInt64, quote: String) -> String {
    let column = seed.isMultiple(of: 2) ? /\bscore\b/ : /\bcode\b/
    return text.replacing(column.wordBoundaryKind(.simple), with: "\(quote)false\(quote)")
  }

  /// The rows, or none where a path has no answer.
  private static func rows(
    _ text: String, _ schema: Schema, _ connection: SQLiteConnection, _ strategy: LoadingStrategy
  ) -> [[NestedValue]]? {
    let session = Session(schema: schema, executor: Executor(connection: connection))
    return try? Evaluator(session: session, strategy: strategy)
      .answer(Binder(schema: schema, scope: Scope()).bind(Parser.path(text))).nestedValues()
  }
}
