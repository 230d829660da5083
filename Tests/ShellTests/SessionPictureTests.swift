import Rendering
import Shell
import Testing

/// The picture in the README is of a session that really takes place.
@Suite struct SessionPictureTests {
  private static let session = [
    "author[:6].books.title.last()", "author[:6].books!.title.last()",
    "author[3]{name, country.name, books[year < 1972]{title, year}}",
  ]

  @Test func thePictureIsOfARealSession() throws {
    let library = try SampleLibrary(width: 80)
    library.conversation.settings.presentation.style = .dark
    var text = ""
    for line in Self.session {
      text += Style.dark.applied(to: "kin library> ", .prompt) + "\(line)\n" + library.answer(to: line)
    }
    while text.last == "\n" { text.removeLast() }
    try Golden.expect("docs/session.svg", is: TerminalPicture(text, columns: 80).svg)
  }
}
