import SQL
import Testing

/// What a column of each affinity makes of a value (https://sqlite.org/datatype3.html §3).
@Suite struct AffinityTests {
  private static let values: [Value] = [
    .null, 5, 2.5, 3.0, "5", " 5 ", "2.5", "3.0", "1e2", "0x10", "inf", "nan", "", " ", "5a", "+7", "-0",
    "05",
    .integer(.max), "9223372036854775808", 1e300, .blob([53]),
  ]

  @Test func integerAndNumericTakeTextsThatSpellNumbers() {
    let expected: [Value] = [
      .null, 5, 2.5, 3, 5, 5, 2.5, 3, 100, "0x10", "inf", "nan", "", " ", "5a", 7, 0, 5, .integer(.max),
      9223372036854775808.0, 1e300, .blob([53]),
    ]
    #expect(Self.values.map(Affinity.integer.converting) == expected)
    #expect(Self.values.map(Affinity.numeric.converting) == expected)
  }

  @Test func realMakesRealsOfNumbers() {
    #expect(
      Self.values.map(Affinity.real.converting) == [
        .null, 5.0, 2.5, 3.0, 5.0, 5.0, 2.5, 3.0, 100.0, "0x10", "inf", "nan", "", " ", "5a", 7.0, 0.0, 5.0,
        .real(Double(Int64.max)), 9223372036854775808.0, 1e300, .blob([53]),
      ])
  }

  @Test func textMakesTextsOfIntegers() {
    let values: [Value] = [.null, 5, -1, .integer(.min), "5", "", .blob([53])]
    #expect(
      values.map(Affinity.text.converting) == [
        .null, "5", "-1", "-9223372036854775808", "5", "", .blob([53]),
      ])
  }

  @Test func valuesThatCompareAsEqualAreTheSame() {
    let values: [Value] = [.null, 5, 5.0, 2.5, "5", "\t5.0\n", "x", .blob([53]), .integer((1 << 53) + 1)]
    let numbers: [Value] = [.null, 5, 5, 2.5, 5, 5, "x", .blob([53]), .integer((1 << 53) + 1)]
    for affinity in [Affinity.integer, .numeric, .real] {
      #expect(values.map(affinity.comparing) == numbers)
    }
    #expect(
      values.map(Affinity.blob.comparing) == [
        .null, 5, 5, 2.5, "5", "\t5.0\n", "x", .blob([53]), .integer((1 << 53) + 1),
      ])
    #expect(
      values.map(Affinity.text.comparing) == [
        .null, "5", 5.0, 2.5, "5", "\t5.0\n", "x", .blob([53]), "9007199254740993",
      ])
  }

  @Test func noAffinityLeavesEverything() {
    #expect(Self.values.map(Affinity.blob.converting) == Self.values)
  }
}
