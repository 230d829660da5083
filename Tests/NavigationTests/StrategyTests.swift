import Glibc
import TestSupport
import Testing

/// Every strategy gives the oracle's rows in the oracle's order, with the statements that the formulas say.
///
/// `KIN_ORACLE_SCHEMAS` says how many schemas to try, `KIN_ORACLE_SEED` where to begin; a failure names its seed.
@Suite struct StrategyTests {
  @Test func randomPathsOverRandomSchemasAgree() throws {
    let first = Self.number("KIN_ORACLE_SEED") ?? 1
    let count = Self.number("KIN_ORACLE_SCHEMAS") ?? 40
    var failures = 0
    for seed in first..<(first + count) {
      for failure in try StrategyTrial(seed: seed).failures() {
        failures += 1
        Issue.record("\(failure)")
        if failures == 3 { return }
      }
    }
  }

  private static func number(_ name: String) -> UInt64? {
    getenv(name).flatMap { UInt64(String(cString: $0)) }
  }
}
