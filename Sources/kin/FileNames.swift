/// The files and folders that a path may mean while it is typed.
import Glibc
import Navigation
import SQL
import SQLite

enum FileNames {
  /// Folders with more files than this are not looked through to their end.
  private static let limit = 10_000

  /// The paths that begin so, in order; that of a folder ends in a slash.
  ///
  /// Hidden files are there once their dot is typed.
  ///
  /// - Parameter areWritten: whether they are to be written, which no database is.
  static func beginning(_ typed: String, areWritten: Bool) -> [String] {
    let (folder, name) = split(typed)
    let found = names(in: folder).filter { $0.hasPrefix(name) && (!$0.hasPrefix(".") || name.hasPrefix(".")) }
    let paths = found.map { folder + $0 + (isFolder(folder + $0) ? "/" : "") }
    // Each is opened to see what it is.
    guard areWritten, paths.count <= 200 else { return paths }
    return paths.filter { path in
      guard !path.hasSuffix("/"), case .other = FileKind(of: path) else { return path.hasSuffix("/") }
      return true
    }
  }

  /// The folder of a path, with its slash, and what stands behind it.
  private static func split(_ path: String) -> (folder: String, name: Substring) {
    let end = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    return (String(path[..<end]), path[end...])
  }

  /// In order.
  private static func names(in folder: String) -> [String] {
    guard let directory = opendir(FileName.path(folder.isEmpty ? "." : folder)) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    var count = 0
    while count < limit, let entry = readdir(directory) {
      count += 1
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        FileName.text(of: bytes.prefix { $0 != 0 })
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The path of the database that was meant by a file that is not there: the one with the nearest name, or the only
  /// one where that is meant to be a database.
  ///
  /// What a database is, the ends of names tell.
  static func databases(near path: String) -> [String] {
    let (folder, name) = split(path)
    func isDatabase(_ name: some StringProtocol) -> Bool {
      FileKind.endings.contains { name.hasSuffix(".\($0)") }
    }
    let names = names(in: folder).filter { $0 != name && !$0.hasPrefix(".") && isDatabase($0) }
    let near = Nearness.nearest(String(name), in: names, limit: 1)
    return (near.isEmpty && names.count == 1 && isDatabase(name) ? names : near).map { folder + $0 }
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(FileName.path(path), &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
