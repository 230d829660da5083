/// The files and folders that a path may mean while it is typed.
import Glibc

enum FileNames {
  /// Folders with more files than this are not looked through to their end.
  private static let limit = 10_000

  /// The paths that begin so, in order; that of a folder ends in a slash.
  ///
  /// Hidden files are there once their dot is typed.
  static func beginning(_ typed: String) -> [String] {
    let folderEnd = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<folderEnd])
    let name = typed[folderEnd...]
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return [] }
    defer { closedir(directory) }
    var paths: [String] = []
    var count = 0
    while count < limit, let entry = readdir(directory) {
      count += 1
      let found = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      let isHidden = found.hasPrefix(".")
      guard found.hasPrefix(name), found != ".", found != "..", !isHidden || name.hasPrefix(".") else {
        continue
      }
      paths.append(folder + found + (isFolder(folder + found) ? "/" : ""))
    }
    return paths.sorted()
  }

  private static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
