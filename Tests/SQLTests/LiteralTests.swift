import SQL
import Testing

/// Values written out as SQL.
@Suite struct LiteralTests {
  private static func literal(_ value: Value) -> String { value.literal { _, _ in true } }

  @Test(
    arguments: [
      (.null, "NULL"),
      (.integer(.min), "-9223372036854775808"),
      (.integer(.max), "9223372036854775807"),
      (.real(0.1), "0.1"),
      (.real(3), "3.0"),
      (.real(-0.0), "-0.0"),
      (.real(1e300), "1.0e+300"),
      (.real(.leastNonzeroMagnitude), "5.0e-324"),
      (.real(.infinity), "9e999"),
      (.real(-.infinity), "-9e999"),
      ("O'Brien", "'O''Brien'"),
      ("", "''"),
      ("é ✓", "'é ✓'"),
      (.text(Text(utf8: [0x61, 0x00, 0x62])), "CAST(x'610062' AS TEXT)"),
      (.text(Text(utf8: [0x61, 0xFF])), "CAST(x'61ff' AS TEXT)"),
      (.text(Text(utf8: [0x1B, 0x5B])), "CAST(x'1b5b' AS TEXT)"),
      (.blob([0, 255]), "x'00ff'"),
      (.blob([]), "x''"),
    ] as [(Value, String)])
  func values(_ value: Value, _ expected: String) { #expect(Self.literal(value) == expected) }

  @Test(arguments: [
    (0.1, "(CAST(7205759403792794 AS REAL) / 72057594037927936)"),
    (-1.5, "(CAST(-6755399441055744 AS REAL) / 4503599627370496)"),
    (0x1p63, "(CAST(4503599627370496 AS REAL) * 2048)"),
    (0x1p115, "(CAST(4503599627370496 AS REAL) * 4611686018427387904 * 2)"),
  ])
  func realsThatTheEngineReadsWrongBecomeFractions(_ real: Double, _ expected: String) {
    #expect(Value.real(real).literal { _, _ in false } == expected)
  }

  @Test func placeholdersAreReplacedAndNothingElse() {
    let query = Query(
      sql: #"SELECT "a?", '?', -? FROM "b""?" WHERE c IN (?, ?) AND d = ?"#,
      bindings: [.value(-5), .value("?"), .value("it's"), .value(.null)])
    #expect(
      query.text(dialect: Dialect(keywords: [])) { _, _ in true }
        == #"SELECT "a?", '?', -(-5) FROM "b""?" WHERE c IN ('?', 'it''s') AND d = NULL"#)
  }
}
