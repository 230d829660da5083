import Glibc
import SQL
import Shell

/// A file of commands on disk.
struct StoredCommandFile: CommandFile {
  let path: String
  let name: String
  private let makesFolder: Bool

  private static let ending = ".kin"

  /// `library.db.kin` beside `library.db`.
  init(besideDatabase path: String) {
    self.path = path + Self.ending
    name = self.path.split(separator: "/").last.map(String.init) ?? self.path
    makesFolder = false
  }

  private init(settings path: String) {
    self.path = path
    name = path
    makesFolder = true
  }

  /// The database that a file of this name would stand beside; nil for other names.
  static func database(besideWhich path: String) -> String? {
    path.hasSuffix(ending) ? String(path.dropLast(ending.count)) : nil
  }

  /// `$XDG_CONFIG_HOME/kin/init.kin`, else `~/.config/kin/init.kin`; nil where neither is set.
  ///
  /// A relative `XDG_CONFIG_HOME` is ignored, as the XDG specification asks.
  static func settings(environment: (String) -> String? = Terminal.environmentValue) -> StoredCommandFile? {
    let folder: String
    if let configuration = environment("XDG_CONFIG_HOME"), configuration.hasPrefix("/") {
      folder = configuration
    } else if let home = environment("HOME"), home.hasPrefix("/") {
      folder = home + (home.hasSuffix("/") ? "" : "/") + ".config"
    } else {
      return nil
    }
    return StoredCommandFile(settings: folder + "/kin/init.kin")
  }

  var isThere: Bool {
    var facts = stat()
    return lstat(FileName.path(path), &facts) == 0
  }

  func read() throws(DatabaseError) -> String? {
    var facts = stat()
    // Where no folder can be looked into, the history says so already.
    if stat(FileName.path(path), &facts) != 0, [ENOENT, ENOTDIR, EACCES].contains(errno) { return nil }
    // Nothing else is read by itself: a pipe would keep the start waiting.
    guard facts.st_mode & S_IFMT == S_IFREG || facts.st_mode == 0 else {
      throw DatabaseError(.storage, message: "it is no file of text")
    }
    return try TextFile.contents(of: path)
  }

  func write(_ text: String) throws(DatabaseError) {
    do throws(FileFailure) {
      if makesFolder { try TextFile.makeFolder(of: path) }
      try TextFile.replace(path, with: text)
    } catch { throw DatabaseError(.storage, message: error.reason) }
  }
}
