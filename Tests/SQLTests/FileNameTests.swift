import SQL
import Testing

/// Names of files, of which the system knows bytes only.
@Suite struct FileNameTests {
  @Test(
    "a name is typed in a shell as it is, or in quotes",
    arguments: [
      ("/data/books-2.db", "/data/books-2.db"), ("Bücher.db", "Bücher.db"), ("my books.db", "'my books.db'"),
      ("it's.db", "'it'\\''s.db'"), ("$HOME", "'$HOME'"), ("~/a", "'~/a'"), ("", "''"), ("a;b", "'a;b'"),
    ])
  func shellWord(name: String, word: String) { #expect(FileName.shellWord(name) == word) }

  @Test func everyByteComesBack() {
    let all = (1...255).map { UInt8($0) }
    #expect(FileName.bytes(of: FileName.text(of: all)) == all)
    for byte in all {
      let name = [byte] + Array("x.db".utf8)
      #expect(FileName.bytes(of: FileName.text(of: name)) == name)
    }
  }

  /// Also those that hold the very characters that stand for bytes, and beginnings of characters.
  @Test(arguments: [
    [], [0x61, 0xE9, 0x62], [0xEF, 0xB7, 0x90], [0xEF, 0xB7, 0xAF, 0xE9], [0xC3], [0xC3, 0xA9], [0xF0, 0x9F],
    [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98, 0x80], [0xE2, 0x82, 0x2E, 0x64, 0x62], [0xFE, 0xFF],
  ])
  func everyNameComesBack(bytes: [UInt8]) {
    let text = FileName.text(of: bytes)
    #expect(FileName.bytes(of: text) == bytes)
    let path = FileName.path(text)
    #expect(path == bytes.map { CChar(bitPattern: $0) } + [0])
    #expect(path.withUnsafeBufferPointer { $0.baseAddress.map { FileName.text(ofCString: $0) } } == text)
  }

  @Test func whatIsTextStaysIt() {
    #expect(FileName.text(of: Array("Bücher 📚.db".utf8)) == "Bücher 📚.db")
    let shown = FileName.text(of: [0x61, 0xE9]).unicodeScalars.map { FileName.shown($0) ?? String($0) }
    #expect(shown == ["a", "\\xE", "9"])
  }
}
