/// The functions that keys are bound to, each under the name by which `~/.editrc` can bind it to another key.
import CLibedit
import Glibc

/// What a function tells libedit.
private enum Answer {
  static let newLine = UInt8(CC_NEWLINE)
  static let end = UInt8(CC_EOF)
  static let refresh = UInt8(CC_REFRESH)
}

private func run(_ editor: OpaquePointer?, _ action: (LineEditor) -> Void) -> UInt8 {
  if let lineEditor = LineEditor.of(editor) { action(lineEditor) }
  return Answer.refresh
}

extension LineEditor {
  func addFunctions(to editor: OpaquePointer) {
    add("kin-accept", to: editor) { editor, _ in
      LineEditor.of(editor)?.accept() == true ? Answer.newLine : Answer.refresh
    }
    add("kin-accept-command", to: editor) { editor, _ in
      LineEditor.of(editor)?.acceptCommand() == true ? Answer.newLine : Answer.refresh
    }
    add("kin-complete", to: editor) { editor, _ in run(editor) { $0.offerCompletions() } }
    add("kin-previous", to: editor) { editor, _ in run(editor) { $0.goUp() } }
    add("kin-next", to: editor) { editor, _ in run(editor) { $0.goDown() } }
    add("kin-left", to: editor) { editor, _ in run(editor) { $0.goLeft() } }
    add("kin-right", to: editor) { editor, _ in run(editor) { $0.goRight() } }
    add("kin-line-start", to: editor) { editor, _ in run(editor) { $0.goToLineStart() } }
    add("kin-line-end", to: editor) { editor, _ in run(editor) { $0.goToLineEnd() } }
    add("kin-backspace", to: editor) { editor, _ in run(editor) { $0.deleteBackwards() } }
    add("kin-delete", to: editor) { editor, _ in run(editor) { $0.deleteForwards() } }
    add("kin-delete-or-end", to: editor) { editor, _ in
      guard let lineEditor = LineEditor.of(editor), !lineEditor.text.scalars.isEmpty else {
        return Answer.end
      }
      if lineEditor.giveUpAtEmptyLine() { return Answer.end }
      return run(editor) { $0.deleteForwards() }
    }
    add("kin-word-left", to: editor) { editor, _ in run(editor) { $0.goWordLeft() } }
    add("kin-word-right", to: editor) { editor, _ in run(editor) { $0.goWordRight() } }
    add("kin-delete-word-left", to: editor) { editor, _ in run(editor) { $0.deleteWordLeft() } }
    add("kin-delete-word-right", to: editor) { editor, _ in run(editor) { $0.deleteWordRight() } }
    add("kin-delete-to-start", to: editor) { editor, _ in run(editor) { $0.deleteToStart() } }
    add("kin-delete-to-end", to: editor) { editor, _ in run(editor) { $0.deleteToEnd() } }
    add("kin-put-in-again", to: editor) { editor, _ in run(editor) { $0.putInAgain() } }
    add("kin-clear", to: editor) { editor, _ in run(editor) { $0.clearScreen() } }
    add("kin-suspend", to: editor) { editor, _ in run(editor) { $0.suspend() } }
    add("kin-edit", to: editor) { editor, _ in run(editor) { $0.editOutside() } }
    add("kin-search", to: editor) { editor, _ in run(editor) { $0.searchBackwards() } }
  }

  private func add(_ name: String, to editor: OpaquePointer, _ function: @escaping shim_key_function) {
    shim_el_add_function(editor, name, function)
  }

  // MARK: - Lines

  /// One line up in a text of several lines, else to the older entry.
  private func goUp() {
    let (scalars, cursor) = text
    if let end = scalars[..<cursor].lastIndex(of: "\n") {
      let start = scalars[..<cursor].index(after: end)
      let above = scalars[..<end].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      return moveCursor(to: min(above + cursor - start, end))
    }
    let line = String(String.UnicodeScalarView(scalars))
    let before = String(String.UnicodeScalarView(scalars[..<cursor]))
    if let entry = recall.previous(line: line, beforeCursor: before) { replace(with: entry) }
  }

  private func goDown() {
    let (scalars, cursor) = text
    if let end = scalars[cursor...].firstIndex(of: "\n") {
      let start = scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0
      let endBelow = scalars[(end + 1)...].firstIndex(of: "\n") ?? scalars.count
      return moveCursor(to: min(end + 1 + cursor - start, endBelow))
    }
    if let entry = recall.next(line: String(String.UnicodeScalarView(scalars))) { replace(with: entry) }
  }

  private func goToLineStart() {
    let (scalars, cursor) = text
    moveCursor(to: scalars[..<cursor].lastIndex(of: "\n").map { $0 + 1 } ?? 0)
  }

  private func goToLineEnd() {
    let (scalars, cursor) = text
    moveCursor(to: scalars[cursor...].firstIndex(of: "\n") ?? scalars.count)
  }

  // MARK: - Characters, as the user sees them

  private func goLeft() { moveCursor(to: previousBoundary) }

  private func goRight() { moveCursor(to: nextBoundary) }

  private func deleteBackwards() {
    let boundary = previousBoundary
    delete(boundary..<text.cursor)
  }

  private func deleteForwards() {
    let cursor = text.cursor
    delete(cursor..<nextBoundary)
  }

  private var previousBoundary: Int {
    let (scalars, cursor) = text
    return cursor - (String(String.UnicodeScalarView(scalars[..<cursor])).last?.unicodeScalars.count ?? 0)
  }

  private var nextBoundary: Int {
    let (scalars, cursor) = text
    return cursor + (String(String.UnicodeScalarView(scalars[cursor...])).first?.unicodeScalars.count ?? 0)
  }

  // MARK: - Ctrl-R

  /// Searches the history for what is typed.
  ///
  /// Ctrl-R again finds the next older entry, the escape key keeps it for editing, Ctrl-G and Ctrl-C give it
  /// up. Other keys keep it and then do what they do, so that Return runs it.
  private func searchBackwards() {
    let draft = String(String.UnicodeScalarView(text.scalars))
    var pattern = ""
    var position = recall.count
    while true {
      let found = recall.entry(at: position)
      let isMissing = !pattern.isEmpty && !found.contains(pattern)
      let label = isMissing ? "(no match) " : "(search) "
      let line = found.isEmpty ? draft : found
      let cursor = found.range(of: pattern) ?? line.unicodeScalars.count
      show(LineView.Content(prompt: "\(label)\(pattern): ", continuation: "", text: line, cursor: cursor))
      switch reader.next() {
      case .character("\u{12}"): position = recall.search(pattern, from: position) ?? position
      case .character("\u{7}"): return
      case .character("\u{8}"), .character("\u{7F}"):
        pattern = String(pattern.dropLast())
        position = recall.search(pattern, from: recall.count) ?? recall.count
      case .character(let scalar) where scalar.value >= 0x20 && scalar.value != 0x7F:
        pattern.unicodeScalars.append(scalar)
        position = recall.search(pattern, from: min(position + 1, recall.count)) ?? position
      case .paste(let scalars):
        pattern += String(String.UnicodeScalarView(scalars.prefix { $0 != "\n" }))
        position = recall.search(pattern, from: recall.count) ?? position
      case .signal:
        guard handleSignals() else { continue }
        return
      case .character(let scalar):
        replace(with: line)
        if scalar != "\u{1B}" { push(scalar) }
        return
      case .sequence(let sequence):
        replace(with: line)
        if let scalar = keyCharacter(for: sequence) { push(scalar) }
        return
      case .endOfInput:
        return
      }
    }
  }
}

extension String {
  /// Where `part` begins, in Unicode scalars.
  fileprivate func range(of part: String) -> Int? {
    guard !part.isEmpty else { return nil }
    let scalars = Array(unicodeScalars)
    let wanted = Array(part.unicodeScalars)
    guard scalars.count >= wanted.count else { return nil }
    return (0...(scalars.count - wanted.count)).first { scalars[$0...].starts(with: wanted) }
  }
}
