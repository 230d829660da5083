import CSQLite
import Foundation

/// One run of the real program, without a terminal.
struct Kin {
  let output: String
  let notes: String
  let code: Int32

  /// - Parameters:
  ///   - input: what comes in by standard input; nothing when there is none.
  ///   - folder: where it runs.
  init(_ arguments: [String], input: String = "", in folder: URL) throws {
    try self.init(Self.program, arguments, input: input, in: folder)
  }

  private init(_ program: URL, _ arguments: [String], input: String, in folder: URL) throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let path = try Self.program.deletingLastPathComponent().path() + ":/usr/bin:/bin"
    process.environment = ["HOME": folder.path(), "LC_ALL": "C.UTF-8", "PATH": path]
    let (incoming, outgoing, errors) = (Pipe(), Pipe(), Pipe())
    (process.standardInput, process.standardOutput, process.standardError) = (incoming, outgoing, errors)
    try process.run()
    try incoming.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try incoming.fileHandleForWriting.close()
    // What a test prints stays far below what a pipe holds, so that one can be read after the other.
    output = String(decoding: try outgoing.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    notes = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    code = process.terminationStatus
  }

  /// One run of the system's shell, which finds the program as `kin`.
  init(shell script: String, in folder: URL) throws {
    try self.init(URL(filePath: "/bin/sh"), ["-c", script], input: "", in: folder)
  }

  /// The program lies beside the tests.
  static var program: URL {
    get throws {
      let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      return URL(filePath: tests).deletingLastPathComponent().appending(path: "kin")
    }
  }
}

/// A folder that lasts for one test, with a small database unless it is to be empty.
final class Folder {
  let url: URL

  init(isEmpty: Bool = false) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "kin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    guard !isEmpty else { return }
    make(
      "shelf.db",
      """
      create table author (id integer primary key, name text not null);
      create table book (id integer primary key, title text, author_id integer references author (id));
      insert into author values (1, 'Ann'), (2, 'Bo, "the" Writer');
      insert into book values (1, 'One', 1), (2, null, 1), (3, 'Drei', 2);
      """)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func kin(_ arguments: String..., input: String = "") throws -> Kin {
    try Kin(arguments, input: input, in: url)
  }

  func shell(_ script: String) throws -> Kin { try Kin(shell: script, in: url) }

  /// Makes a database, and leaves it as SQLite leaves one that is closed.
  func make(_ name: String, _ script: String) {
    var database: OpaquePointer?
    sqlite3_open(url.appending(path: name).path(percentEncoded: false), &database)
    sqlite3_exec(database, script, nil, nil, nil)
    sqlite3_close(database)
  }

  func makeLink(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: url.appending(path: name).path(), withDestinationPath: target)
  }

  func write(_ name: String, _ contents: Data) throws { try contents.write(to: url.appending(path: name)) }

  /// The names in the folder, with the bytes of each.
  func contents() throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: url.path()) {
      contents[name] = try Data(contentsOf: url.appending(path: name))
    }
    return contents
  }
}

/// The program with a pipe to it that stays open, so that the file can change between two lines.
final class Lines {
  let process = Process()
  private let (incoming, outgoing, errors) = (Pipe(), Pipe(), Pipe())

  init(on database: String, in folder: Folder, options: [String] = []) throws {
    process.executableURL = try Kin.program
    process.arguments = [database, "--csv", "--on-error", "continue"] + options
    process.currentDirectoryURL = folder.url
    process.environment = ["HOME": folder.url.path(), "LC_ALL": "C.UTF-8"]
    (process.standardInput, process.standardOutput, process.standardError) = (incoming, outgoing, errors)
    try process.run()
  }

  /// What a line prints that prints something.
  func answer(to line: String) throws -> String {
    try incoming.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
    return String(decoding: outgoing.fileHandleForReading.availableData, as: UTF8.self)
  }

  /// The last lines, after something has happened.
  func finish(
    _ lines: String, after event: () throws -> Void
  ) throws -> (output: String, notes: String, code: Int32) {
    try event()
    try incoming.fileHandleForWriting.write(contentsOf: Data(lines.utf8))
    try incoming.fileHandleForWriting.close()
    let output = String(decoding: try outgoing.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let notes = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (output, notes, process.terminationStatus)
  }
}
