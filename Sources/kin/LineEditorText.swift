/// What is in the line that is edited, and the ways to change it.
import CLibedit
import Glibc

extension LineEditor {
  /// What is in the line, and the cursor in Unicode scalars.
  var text: (scalars: [Unicode.Scalar], cursor: Int) {
    guard let editor, let line = el_wline(editor), let start = line.pointee.buffer else { return ([], 0) }
    let characters = UnsafeBufferPointer(start: start, count: line.pointee.lastchar - start)
    let scalars = characters.map { Unicode.Scalar(UInt32(bitPattern: $0)) ?? "\u{FFFD}" }
    return (scalars, line.pointee.cursor - start)
  }

  func insert(_ text: String) {
    guard let editor, !text.isEmpty else { return }
    let characters = text.unicodeScalars.filter { $0 != "\0" }.map { wchar_t(bitPattern: $0.value) }
    el_winsertstr(editor, characters + [0])
  }

  /// Removes as many characters as stand between the two offsets and leaves the cursor there.
  func delete(_ range: Range<Int>) {
    guard let editor else { return }
    moveCursor(to: range.upperBound)
    el_deletestr(editor, Int32(range.count))
  }

  func moveCursor(to offset: Int) {
    guard let editor else { return }
    el_cursor(editor, Int32(offset - text.cursor))
  }

  func replace(with line: String) {
    delete(0..<text.scalars.count)
    insert(line)
  }
}
