/// What is kept of the lines typed, where, and for whom.
import Glibc
import Testing
import kin

@Suite struct HistoryFileTests {
  @Test func entriesComeBackAsTheyWere() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let path = folder + "/state/kin/history"
    let lines = ["author[\n1]", "select '\\n'", "\\", "é中😀 \t", "a\\\nb"]
    var history = HistoryFile(path: path)
    for line in lines { history.add(line) }
    #expect(HistoryFile(path: path).entries == lines)
    #expect(TemporaryFolder.contents(of: path) == "author[\\n1]\nselect '\\\\n'\n\\\\\né中😀 \t\na\\\\\\nb\n")
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func blanksSecretsAndRepetitionsStayOut() {
    var history = HistoryFile(path: nil)
    for line in ["a", "a", " b", "", "  ", "\n", "c", "a"] { history.add(line) }
    #expect(history.entries == ["a", "c", "a"])
    #expect(history.warning == nil)
  }

  @Test func twoSessionsLoseNothing() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    let path = folder + "/history"
    var one = HistoryFile(path: path)
    var two = HistoryFile(path: path)
    one.add("1")
    two.add("2")
    // A third session shortens the file, which puts a new one in its place, while the others are at work.
    try TemporaryFolder.write(
      TemporaryFolder.contents(of: path) + String(repeating: "old\n", count: HistoryFile.capacity), to: path)
    let third = HistoryFile(path: path)
    one.add("3")
    two.add("4")
    #expect(third.entries.count == HistoryFile.capacity)
    #expect(third.warning == nil)
    let expected = Array(repeating: "old", count: HistoryFile.capacity - 2) + ["3", "4"]
    #expect(HistoryFile(path: path).entries == expected)
  }

  @Test func onlyTheLastEntriesAreKept() {
    var history = HistoryFile(path: nil)
    for number in 0...HistoryFile.capacity { history.add("\(number)") }
    #expect(history.entries.count == HistoryFile.capacity)
    #expect(history.entries.first == "1")
  }

  @Test func aPlaceThatCannotBeWrittenIsOneWarning() throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    try TemporaryFolder.write("", to: folder + "/file")
    var history = HistoryFile(path: folder + "/file/kin/history")
    history.add("a")
    let path = folder + "/file/kin/history"
    #expect(history.warning == "The history of this session is not kept: \(path): Not a directory.")
    #expect(history.entries == ["a"])
  }

  @Test(arguments: [
    (["KIN_HISTORY": "H/own", "XDG_STATE_HOME": "H/state", "HOME": "H"], "own"),
    (["XDG_STATE_HOME": "H/state", "HOME": "H"], "state/kin/history"),
    (["XDG_STATE_HOME": "state", "HOME": "H"], ".local/state/kin/history"),
    (["HOME": "H"], ".local/state/kin/history"),
  ])
  func thePlaceComesFromTheEnvironment(environment: [String: String], path: String) throws {
    let folder = try TemporaryFolder.make()
    defer { TemporaryFolder.remove(folder) }
    var history = HistoryFile.standard { name in
      environment[name].map { $0.hasPrefix("H") ? folder + $0.dropFirst() : $0 }
    }
    history.add("a")
    #expect(TemporaryFolder.contents(of: folder + "/" + path) == "a\n")
  }

  @Test func withoutAHomeTheUserIsTold() {
    let history = HistoryFile.standard { _ in nil }
    #expect(history.warning == "The history of this session is not kept: HOME is not set.")
    #expect(HistoryFile.standard { $0 == "KIN_HISTORY" ? "" : nil }.warning == nil)
  }
}
