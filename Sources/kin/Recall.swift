/// The way back through the lines typed so far: by what the line begins with (↑ and ↓) or by what it holds
/// (Ctrl-R).
struct Recall {
  private let entries: [String]
  /// What was typed before the first step back.
  private var draft = ""
  private var prefix = ""
  private var position: Int
  private var shown: String?

  init(entries: [String]) {
    self.entries = entries
    position = entries.count
  }

  /// The next older entry that begins as the line did when the way back began; nil when there is none.
  mutating func previous(line: String, beforeCursor: String) -> String? {
    begin(line, beforeCursor)
    var candidate = position - 1
    while candidate >= 0 {
      if entries[candidate].hasPrefix(prefix), entries[candidate] != line { return show(candidate) }
      candidate -= 1
    }
    return nil
  }

  /// The next newer one, and at last what was typed before.
  mutating func next(line: String) -> String? {
    guard line == shown else { return nil }
    var candidate = position + 1
    while candidate < entries.count {
      if entries[candidate].hasPrefix(prefix), entries[candidate] != line { return show(candidate) }
      candidate += 1
    }
    position = entries.count
    shown = nil
    return draft
  }

  /// Where the newest entry that holds `text` is, from `position` backwards.
  func search(_ text: String, from position: Int) -> Int? {
    guard !text.isEmpty else { return nil }
    return entries.indices.prefix(position).last { entries[$0].contains(text) }
  }

  func entry(at position: Int) -> String { entries.indices.contains(position) ? entries[position] : "" }

  var count: Int { entries.count }

  private mutating func begin(_ line: String, _ beforeCursor: String) {
    guard line != shown || line.isEmpty else { return }
    draft = line
    prefix = beforeCursor
    position = entries.count
    shown = nil
  }

  private mutating func show(_ candidate: Int) -> String {
    position = candidate
    shown = entries[candidate]
    return entries[candidate]
  }
}
