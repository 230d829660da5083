import Foundation
import Testing

@Suite("Transcripts")
struct TranscriptTests {
  private static let folder = "Tests/ShellTests/Transcripts"

  static var files: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: Golden.root.appending(path: folder).path())
    return (names ?? []).filter { $0.hasSuffix(".md") }.sorted().map { "\(folder)/\($0)" }
      + ["README.md", "docs/language.md", "docs/loading.md", "docs/commands.md", "docs/batch.md"]
  }

  @Test("a session is word for word what its file shows", arguments: files)
  func replay(file: String) throws {
    try Golden.expect(file, is: Transcript(text: Golden.text(of: file)).replayed())
  }
}
