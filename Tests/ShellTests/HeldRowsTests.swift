import Language
import Rendering
import SQL
import Shell
import Testing

/// What a prompt holds of a SELECT has an end, though the SELECT has none.
@Suite struct HeldRowsTests {
  @Test func rowsThatTakeTooMuchAreGivenBack() throws {
    var written = ""
    var settings = Settings()
    settings.sql = .off
    let output = Output {
      written += String(decoding: $0, as: UTF8.self)
      return true
    }
    let conversation = try Conversation(
      database: Conversation.Database(
        connection: try SampleLibrary.connection(), name: "library", isSample: true),
      settings: settings, output: output, notes: output, isInteractive: true,
      opener: { _ throws(DatabaseError) in throw DatabaseError(.cannotOpen, message: "nothing to open") })
    conversation.mostRowBytes = 1 << 20
    #expect(conversation.respond(to: "author[3].born").problem == nil)
    written = ""
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n"
    let facts = conversation.respond(to: endless)
    guard case .rowsTooLarge(let rows, let bytes)? = facts.problem?.problem else {
      Issue.record("\(facts)")
      return
    }
    // Looked at for every 1,024th.
    #expect(rows % 1_024 == 0 && bytes > 1 << 20 && bytes < 1 << 22)
    let indent = String(repeating: " ", count: 13)
    #expect(
      written == """
        \(indent)\(String(repeating: "^", count: endless.utf8.count))  \
        \(Quantity.count(rows, "row")) take \(Quantity.bytes(bytes)), and a prompt holds no more: they are given back.
        \(indent)\(String(repeating: " ", count: endless.utf8.count))  \
        Add LIMIT 1000, or let them go out as they come: kin -c '…' > rows.txt

        """)
    written = ""
    #expect(conversation.respond(to: "last").problem == nil)
    #expect(written == "1929\n")
  }
}
