import Foundation
import Testing

/// The commands in docs/batch.md, run by the shell for which they are written.
@Suite("The document on batches")
struct BatchDocumentTests {
  @Test("a command writes word for word what stands below it")
  func commands() throws {
    let folder = try Folder()
    try folder.write(
      "library.db", Data(contentsOf: Golden.root.appending(path: "sample-data/library.db")))
    var written: [String] = []
    var isConsole = false
    for line in try Golden.text(of: "docs/batch.md").lines {
      if !isConsole || line == "```" {
        isConsole = line == "```console"
        written.append(line)
      } else if line.hasPrefix("$ ") {
        written.append(line)
        written += try Self.run(String(line.dropFirst(2)), in: folder.url).lines.dropLast()
      }
    }
    try Golden.expect("docs/batch.md", is: written.joined(separator: "\n"))
  }

  /// What a command writes on both streams, its time aside.
  private static func run(_ command: String, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    let programs = try Kin.program.deletingLastPathComponent().path()
    process.environment = ["HOME": folder.path(), "LC_ALL": "C.UTF-8", "PATH": "\(programs):/usr/bin:/bin"]
    let written = Pipe()
    (process.standardOutput, process.standardError) = (written, written)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: try written.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text.replacing(/"elapsedMs": [0-9.]+/, with: "\"elapsedMs\": 0.2")
  }
}
