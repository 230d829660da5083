import ORM
import TestSupport
import Testing

/// The sort that asks whether to go on.
@Suite struct StoppableSortTests {
  private struct Stop: Error {}

  private static func items(_ count: Int) -> [(key: Int, place: Int)] {
    var random = SeededGenerator(seed: UInt64(count))
    return (0..<count).map { (Int.random(in: 0...count / 3, using: &random), $0) }
  }

  @Test(arguments: [0, 1, 2, 16_384, 16_385, 32_768, 50_000, 150_001])
  func equalElementsStayAsTheyWere(count: Int) {
    let items = Self.items(count)
    let sorted = items.sorted(asking: {}) { $0.key < $1.key }
    let expected = items.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
    #expect(sorted.map(\.place) == expected.map(\.place))
  }

  @Test func itAsksInEachRunAndWhileRunsAreMerged() throws {
    var looks = 0
    _ = Self.items(150_000).sorted(asking: { looks += 1 }) { $0.key < $1.key }
    // Ten runs, and at least once for each four thousand of the elements, which are merged four times.
    #expect(looks >= 10 + 4 * 150_000 / 4_096 - 20)
    for last in [0, 1, 9, 10, 40, looks - 1] {
      var left = last
      #expect(throws: Stop.self) {
        _ = try Self.items(150_000).sorted {
          if left == 0 { throw Stop() }
          left -= 1
        } by: {
          $0.key < $1.key
        }
      }
    }
  }
}
