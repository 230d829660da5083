/// The picture in the README shows what the program does on a terminal.
import Testing

@Suite(.serialized) struct PicturedSessionTests {
  /// The lines of text in an SVG, the empty ones left out.
  private static func lines(ofPicture name: String) -> [String] {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    return TemporaryFolder.contents(of: root + "/" + name).split(separator: "\n")
      .filter { $0.hasPrefix("<text") }
      .map { line in
        String(line).replacing(/<[^>]*>/, with: "").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
      }
  }

  /// Without what the time of a query moves: its figure, and the room that is left for the SQL beside it.
  private static func timeless(_ lines: some Sequence<String>) -> [String] {
    lines.filter { !$0.isEmpty && !$0.contains(/^ +(\S  +[0-9]|\? = )/) }
      .map { $0.replacing(/[0-9.]+ m?s\b/, with: "a while") }
  }

  @Test func theProgramAnswersAsInThePicture() throws {
    let picture = Self.lines(ofPicture: "docs/session.svg")
    let starts = picture.indices.filter { picture[$0].hasPrefix(Session.prompt) }
    #expect(starts.count == 4)
    let kin = try Session()
    for (start, end) in zip(starts, starts.dropFirst() + [picture.endIndex]) {
      kin.type("\u{C}")
      #expect(kin.terminal.wait { $0.cursor.row == 0 })
      kin.enter(String(picture[start].dropFirst(Session.prompt.count)))
      #expect(Self.timeless(kin.screenLines.dropLast()) == Self.timeless(picture[start..<end]))
    }
  }
}
