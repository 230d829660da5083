import Rendering
import SQL
import Testing

@Suite struct QuantityTests {
  @Test(arguments: [
    (Int64.min, "0 ms"), (0, "0 ms"), (1, "<0.01 ms"), (4_999, "<0.01 ms"), (5_000, "0.01 ms"),
    (60_000, "0.06 ms"),
    (94_999, "0.09 ms"), (95_000, "0.1 ms"), (300_000, "0.3 ms"), (1_940_000, "1.9 ms"),
    (9_949_999, "9.9 ms"),
    (9_950_000, "10 ms"), (84_000_000, "84 ms"), (999_499_999, "999 ms"), (999_500_000, "1.0 s"),
    (1_200_000_000, "1.2 s"), (59_949_999_999, "59.9 s"), (59_950_000_000, "1 min 0 s"),
    (125_000_000_000, "2 min 5 s"), (Int64.max, "153722867 min 17 s"),
  ])
  func duration(nanoseconds: Int64, text: String) {
    #expect(Quantity.duration(nanoseconds: nanoseconds) == text)
  }

  @Test(arguments: [
    (0, "0 ms"), (500_000, "0.5 ms"), (2_000_000, "2 ms"), (1_000_000_000, "1 s"), (1_500_000_000, "1.5 s"),
    (90_000_000_000, "1 min 30 s"), (300_000_000_000, "5 min"), (86_400_000_000_000, "1,440 min"),
  ])
  func setting(nanoseconds: Int64, text: String) {
    #expect(Quantity.setting(nanoseconds: nanoseconds) == text)
  }

  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (-1_000, "-1,000"), (12_345_678, "12,345,678"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func grouped(number: Int, text: String) { #expect(Quantity.grouped(number) == text) }

  @Test(arguments: [
    ("row", "2 rows"), ("query", "2 queries"), ("day", "2 days"), ("class", "2 classes"), ("box", "2 boxes"),
    ("branch", "2 branches"), ("y", "2 ys"),
  ])
  func plural(noun: String, text: String) {
    #expect(Quantity.count(2, noun) == text)
    #expect(Quantity.count(1, noun) == "1 \(noun)")
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_949, "1.9 kB"), (1_950, "2.0 kB"), (9_949, "9.9 kB"),
    (9_950, "10 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (2_500_000, "2.5 MB"), (64_000_000, "64 MB"),
    (1_200_000_000, "1.2 GB"), (5_000_000_000_000, "5,000 GB"), (Int.max, "9,223,372,037 GB"),
  ])
  func bytes(count: Int, text: String) { #expect(Quantity.bytes(count) == text) }

  @Test func irregularPlural() { #expect(Quantity.count(2, "person", plural: "people") == "2 people") }

  @Test(arguments: [
    (1.0, "1.0"), (0.1, "0.1"), (0.1 + 0.2, "0.30000000000000004"), (1e15, "1000000000000000.0"),
    (1e16, "1.0e+16"), (1e17, "1.0e+17"),
    (Double.leastNonzeroMagnitude, "5.0e-324"), (-0.0, "-0.0"), (1.5e300, "1.5e+300"), (.infinity, "Inf"),
    (-.infinity, "-Inf"),
    (.nan, "NaN"),
  ])
  func decimal(value: Double, text: String) { #expect(CellText.decimal(value) == text) }
}
