/// What is pasted, as the lines that it is.
import Shell

extension LineEditor {
  /// Puts what was pasted into the line, up to the end of a text that is whole; true when that end is to be typed.
  func insertPasted() -> Bool {
    let (scalars, cursor) = text
    let behind = String(scalars[cursor...])
    let before = scalars[..<cursor].split(separator: "\n", omittingEmptySubsequences: false)
    var progress = progress()
    for line in before.dropLast() { progress.append(String(line)) }
    var start = before.last.map { String($0) } ?? ""
    var isFirst = before.count == 1
    var position = pasted.startIndex
    while !Interrupt.shared.isRequested, let end = pasted[position...].firstIndex(of: "\n") {
      let line = start + String(pasted[position..<end])
      let rest = pasted[(end + 1)...]
      progress.append(line)
      var goesOn = true
      if behind.isEmpty {
        let isLast = rest.isEmpty && !reader.isMoreWaiting
        goesOn =
          progress.goesOn(before: Self.lines(of: rest))
          && !(isLast && !isFirst && line.allSatisfy(\.isWhitespace))
      } else {
        var whole = progress
        whole.append(linesOf: behind)
        goesOn = whole.goesOn(before: Self.lines(of: rest))
      }
      guard goesOn else {
        insert(String(pasted[..<end]))
        pasted = rest
        return true
      }
      (start, isFirst, position) = ("", false, end + 1)
    }
    insert(String(pasted))
    pasted = []
    return false
  }

  /// Gives the lines of what is still to come of a paste.
  private static func lines(of rest: ArraySlice<Unicode.Scalar>) -> () -> String? {
    var rest = rest
    return {
      guard !rest.isEmpty else { return nil }
      let line = rest.prefix { $0 != "\n" }
      rest = rest.dropFirst(line.count + 1)
      return String(line)
    }
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self = String(String.UnicodeScalarView(scalars))
  }
}
