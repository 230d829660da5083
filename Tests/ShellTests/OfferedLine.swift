/// A line to type as it stands on a page: whole on one line, or broken with the rest of it further right.
enum OfferedLine {
  /// The pieces of the line on the page; nil where it is not there, or not in one piece.
  ///
  /// Nothing but spaces stands where it is broken.
  static func pieces(of line: String, on page: String) -> [String]? {
    let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, start) in lines.enumerated() {
      if start.contains(line) { return [line] }
      let indent = start.prefix { $0 == " " }.count
      var rest = line[...]
      var pieces: [String] = []
      var next = index
      while next < lines.count, !rest.isEmpty {
        let shown = lines[next].drop { $0 == " " }
        let isFurtherRight = pieces.isEmpty || lines[next].count - shown.count == indent + 2
        guard isFurtherRight, !shown.isEmpty, rest.hasPrefix(shown) else { break }
        pieces.append(String(shown))
        rest = rest.dropFirst(shown.count).drop { $0 == " " }
        next += 1
      }
      if rest.isEmpty { return pieces }
    }
    return nil
  }
}
