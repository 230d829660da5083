/// Folders that last for one test.
import Glibc

enum TemporaryFolder {
  struct Failure: Error { var number: Int32 }

  static func make() throws -> String {
    var template = Array("/tmp/kin-terminal-XXXXXX".utf8CString)
    guard let path = mkdtemp(&template) else { throw Failure(number: errno) }
    return String(cString: path)
  }

  static func write(_ text: String, to path: String) throws {
    guard let file = fopen(path, "we") else { throw Failure(number: errno) }
    fputs(text, file)
    fclose(file)
  }

  /// Empty where there is no such file.
  static func contents(of path: String) -> String {
    guard let file = fopen(path, "re") else { return "" }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func remove(_ path: String) {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(folder)
    }
    Glibc.remove(path)
  }
}
