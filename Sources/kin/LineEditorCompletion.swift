/// What Tab does: it puts in what can only be meant, and shows what there is to choose from.
extension LineEditor {
  func offerCompletions() {
    let (scalars, cursor) = text
    if reader.isMoreWaiting { return insert("\t") }
    let line = String(String.UnicodeScalarView(scalars))
    let before = String(String.UnicodeScalarView(scalars[..<cursor]))
    let list = complete(line, before.utf8.count)
    guard let lower = Self.scalarOffset(list.replace.lowerBound, in: line),
      let upper = Self.scalarOffset(list.replace.upperBound, in: line), !list.candidates.isEmpty
    else { return }
    let replaced = String(String.UnicodeScalarView(scalars[lower..<upper]))
    let addition = list.commonPrefix
    // Names match without case, so the common prefix may spell what is there in another way, but never
    // takes away from it: keys that a label was typed for begin otherwise.
    // What only some of them begin with is nothing to go by.
    let isLonger =
      !list.hasMore && addition != replaced
      && addition.lowercased().firstRange(of: replaced.lowercased()) != nil
    if list.candidates.count == 1 || isLonger {
      delete(lower..<upper)
      insert(addition)
    } else {
      finishView()
      Terminal.write(list.rows(in: size).map { $0 + "\r\n" }.joined())
    }
  }

  private static func scalarOffset(_ offset: Int, in line: String) -> Int? {
    guard (0...line.utf8.count).contains(offset) else { return nil }
    let index = line.utf8.index(line.startIndex, offsetBy: offset)
    return line.unicodeScalars.distance(from: line.startIndex, to: index)
  }
}
