/// Reads a line from the user: editing, history, completion, pasting.
///
/// libedit keeps the text, the keys of emacs and vi, and the user's bindings; Kin reads the keys for it and
/// draws the line (`LineView`), because libedit knows neither pastes nor combining characters. Where the
/// terminal cannot move its cursor, or there is none, lines are read as they come.
import CLibedit
import Glibc
import Rendering
package import Language
package import Shell

package final class LineEditor {
  /// How reading a line ended.
  package enum Input: Equatable {
    /// What was typed, of several lines if the first was left open, without the last line end; and why it cannot be
    /// read, where it is no text.
    case line(String, problem: Diagnostic? = nil)
    /// Ctrl-C, or Ctrl-D where a line goes on: what was typed is given up.
    case interrupted(lineWasEmpty: Bool)
    /// Ctrl-D on an empty line, or the end of the file.
    case endOfInput
  }

  /// The lines typed so far, to which `readLine` adds.
  package private(set) var history: HistoryFile
  /// What is shown dimmed at the right edge for what is typed so far; asked whenever the text has changed.
  package var hint: (_ text: String) -> String? = { _ in nil }

  let complete: (_ text: String, _ cursor: Int) -> CompletionList
  /// What tells of a text that nothing was typed of yet whether it is whole.
  let progress: () -> LineProgress
  /// libedit; nil where lines are read as they come.
  private(set) var editor: OpaquePointer?
  private var sink: UnsafeMutablePointer<FILE>?
  private let past = history_init()
  private var bindings: KeyBindings?

  var reader = KeyReader(wakeUpDescriptor: Interrupt.shared.wakeUpDescriptor)
  private var view = LineView()
  var recall: Recall
  /// What `LineEditorWords` deleted last.
  var deleted: [Unicode.Scalar] = []
  private var prompt = ""
  private var continuation = ""
  private var outcome = Input.endOfInput
  /// What is shown behind a line that is given up, as a terminal shows the key.
  private var mark = "^C"
  private var hintShown = (text: "", hint: "")
  /// The terminal's settings while a line is edited, to be set again after the program was stopped.
  private var editingMode: termios?
  /// What was pasted and did not fit into the line that it was pasted into.
  var pasted: ArraySlice<Unicode.Scalar> = []
  /// Whether the end of a line that libedit reads was pasted, behind a text that is whole.
  private var isEndPasted = false
  /// A character for libedit that comes before what is read next.
  private var pushed: Unicode.Scalar?

  /// Installs the signal handlers and looks at the terminal.
  ///
  /// - Parameters:
  ///   - history: shared with other sessions; see `HistoryFile.standard`.
  ///   - complete: what Tab offers, given the text and the cursor (UTF-8 offset). Never asked while pasting.
  ///   - progress: tells, line by line, whether a text goes on on the next one, as after an open bracket.
  package init(
    programName: String, history: HistoryFile,
    complete: @escaping (_ text: String, _ cursor: Int) -> CompletionList,
    progress: @escaping () -> LineProgress
  ) {
    self.history = history
    self.complete = complete
    self.progress = progress
    recall = Recall(entries: history.entries)
    Interrupt.shared.install()
    Terminal.useUTF8()
    let isTerminal = Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
    guard isTerminal, Terminal.canMoveCursor, let sink = fopen("/dev/null", "we") else { return }
    self.sink = sink
    guard let editor = shim_el_init(programName, sink) else { return }
    shim_el_set_client(editor, Unmanaged.passUnretained(self).toOpaque())
    shim_el_set_reader(editor) { editor, character in
      guard let self = LineEditor.of(editor), let character else { return -1 }
      return self.readCharacter(into: character)
    }
    shim_history_set_size(past, Int32(HistoryFile.capacity))
    for entry in history.entries { shim_history_enter(past, entry) }
    shim_el_set_history(editor, past)
    addFunctions(to: editor)
    bindings = KeyBindings(editor: editor)
    if shim_el_is_editing(editor) != 0 {
      self.editor = editor
    } else {
      el_end(editor)
    }
  }

  deinit {
    if let editor { el_end(editor) }
    history_end(past)
    if let sink { fclose(sink) }
  }

  /// The object that one of libedit's callbacks is for.
  static func of(_ editor: OpaquePointer?) -> LineEditor? {
    guard let editor, let client = shim_el_client(editor) else { return nil }
    return Unmanaged<LineEditor>.fromOpaque(client).takeUnretainedValue()
  }

  /// What its keys do.
  package var keys: Keys {
    guard editor != nil, let bindings else { return .plain }
    return bindings.usesVi ? .vi : .emacs
  }

  /// Reads the next line.
  ///
  /// - Parameters:
  ///   - prompt: may hold escape sequences.
  ///   - continuation: stands before the further lines of an open one.
  package func readLine(prompt: String, continuation: String) -> Input {
    self.prompt = prompt
    self.continuation = continuation
    _ = Interrupt.shared.takeRequest()
    // Of a paste more lines may come that hold such bytes.
    if pasted.isEmpty { reader.forgetInvalidByte() }
    Interrupt.shared.setEditing(true)
    var input = editor.map(edit) ?? readPlainLine()
    Interrupt.shared.setEditing(false)
    if case .line(let line, _) = input {
      remember(line)
      input = .line(line, problem: problem(in: line))
    }
    if input != .endOfInput { Interrupt.shared.reset() }
    return input
  }

  private func edit(_ editor: OpaquePointer) -> Input {
    TerminalState.shared.prepareForEditing()
    defer { TerminalState.shared.restore() }
    recall = Recall(entries: history.entries)
    outcome = .endOfInput
    mark = "^C"
    editingMode = nil
    view.forget()
    var length: Int32 = 0
    el_wgets(editor, &length)
    switch outcome {
    case .line: break
    case .interrupted:
      pasted = []
      Terminal.write(view.finish(size: size, with: mark))
    case .endOfInput: Terminal.write(view.finish(size: size))
    }
    return outcome
  }

  /// Bytes that are no text are shown by a sign, which must not be taken for what was meant.
  private func problem(in line: String) -> Diagnostic? {
    guard let byte = reader.invalidByte,
      let place = line.unicodeScalars.firstIndex(of: InvalidUTF8.standIn)
    else { return nil }
    return InvalidUTF8(byte: byte, offset: line.utf8.distance(from: line.startIndex, to: place)).diagnostic
  }

  private func remember(_ line: String) {
    let last = history.entries.last
    history.add(line)
    if history.entries.last != last { shim_history_enter(past, line) }
  }

  // MARK: - Without a terminal that can move its cursor

  private func readPlainLine() -> Input {
    let isPrompting = Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
    var text = ""
    var progress = progress()
    var hintShown = ""
    if isPrompting { Terminal.write(prompt) }
    while true {
      switch reader.nextLine() {
      case .line(let line):
        if isPrompting, !text.isEmpty, !reader.isMoreWaiting, line.allSatisfy(\.isWhitespace) {
          return .line(Self.withoutEmptyEnd(text))
        }
        text += line
        progress.append(line)
        if !progress.goesOn() { return .line(text) }
        text += "\n"
        if isPrompting, !reader.isMoreWaiting, let hint = hint(text), hint != hintShown {
          Terminal.write(" \(hint)\n")
          hintShown = hint
        }
        if isPrompting { Terminal.write(continuation) }
      case .signal:
        guard Interrupt.shared.takeRequest() else { continue }
        if isPrompting { Terminal.write("\n") }
        return .interrupted(lineWasEmpty: text.isEmpty)
      case .endOfInput:
        if isPrompting { Terminal.write("\n") }
        if isPrompting, !text.isEmpty { return .interrupted(lineWasEmpty: false) }
        return text.isEmpty ? .endOfInput : .line(text)
      }
    }
  }

  // MARK: - Keys

  /// The next character for libedit: 1 with one, 0 at the end of the input, -1 when the line is given up.
  private func readCharacter(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
    if editingMode == nil {
      var mode = termios()
      if tcgetattr(STDIN_FILENO, &mode) == 0 { editingMode = mode }
      if TerminalState.shared.takeLoan() { reader.dropSequences() }
    }
    while true {
      if let next = pushed {
        pushed = nil
        character.pointee = wchar_t(bitPattern: next.value)
        return 1
      }
      if !pasted.isEmpty {
        guard insertPasted() else { continue }
        isEndPasted = true
        character.pointee = 0x0A
        return 1
      }
      isEndPasted = false
      if !reader.isMoreWaiting { draw() }
      switch reader.next() {
      case .character(let scalar):
        character.pointee = wchar_t(bitPattern: scalar.value)
        return 1
      case .sequence(let sequence):
        if let scalar = keyCharacter(for: sequence) {
          character.pointee = wchar_t(bitPattern: scalar.value)
          return 1
        }
      case .paste(let scalars): pasted = scalars[...]
      case .signal:
        if handleSignals() {
          outcome = .interrupted(lineWasEmpty: text.scalars.isEmpty)
          errno = EINTR
          return -1
        }
      case .endOfInput: return 0
      }
    }
  }

  /// Has libedit read this before anything else.
  func push(_ scalar: Unicode.Scalar) { pushed = scalar }

  func keyCharacter(for sequence: String) -> Unicode.Scalar? { bindings?.character(for: sequence) }

  /// True when the line is to be given up.
  func handleSignals() -> Bool {
    // libedit draws nothing that is seen, so it keeps the size it began with: told of a smaller one it writes
    // behind the rows that it has when the line is longer than the screen.
    if Interrupt.shared.takeResize() { view.fold(to: size) }
    if Interrupt.shared.takeContinuation() {
      resume()
    }
    return Interrupt.shared.takeRequest()
  }

  // MARK: - On the screen

  var size: TerminalSize { TerminalSize.current() ?? TerminalSize(columns: 80, rows: 24) }

  private func draw() {
    let line = String(String.UnicodeScalarView(text.scalars))
    if hintShown.text != line { hintShown = (line, hint(line) ?? "") }
    draw(line, hint: hintShown.hint)
  }

  private func draw(_ line: String, hint: String) {
    show(
      LineView.Content(
        prompt: prompt, continuation: continuation, text: line, cursor: text.cursor, hint: hint))
  }

  func show(_ content: LineView.Content) { Terminal.write(view.draw(content, size: size)) }

  /// Ends the line on the screen; what follows stands below it.
  func finishView() { Terminal.write(view.finish(size: size)) }

  func clearScreen() {
    Terminal.write("\u{1B}[H\u{1B}[2J")
    view.forget()
  }

  /// Stops the program until it is told to go on, with the terminal as the shell expects it.
  func suspend() {
    finishView()
    TerminalState.shared.restore()
    kill(0, SIGTSTP)
    _ = Interrupt.shared.takeContinuation()
    resume()
  }

  /// Gives the line to the person's editor.
  ///
  /// What comes back runs as if it were pasted, up to its last line, which Enter sends.
  func editOutside() {
    let line = String(String.UnicodeScalarView(text.scalars))
    finishView()
    TerminalState.shared.restore()
    let outcome = ExternalEditor.edited(line)
    _ = Interrupt.shared.takeContinuation()
    if case .kept(let file, let reason) = outcome {
      let sentence = "What was written cannot be typed and stays in \(file): \(reason)."
      let charset: Charset = Terminal.localeIsUTF8 ? .unicode : .ascii
      Terminal.write(" \(VisibleText.plain(sentence, charset: charset))\n")
    }
    resume()
    guard case .edited(let edited) = outcome else { return }
    delete(0..<text.scalars.count)
    pasted = KeyReader.cleaned(Self.withoutEmptyEnd(edited))[...]
  }

  private func resume() {
    TerminalState.shared.prepareForEditing()
    if var editingMode { tcsetattr(STDIN_FILENO, TCSADRAIN, &editingMode) }
    view.forget()
  }

  // MARK: - What the keys do

  /// Takes the line, or goes on on the next one where it is open, unless an empty line is typed there.
  func accept() -> Bool {
    var line = String(String.UnicodeScalarView(text.scalars))
    if isGivenUp {
      line = Self.withoutEmptyEnd(line)
    } else if !isEndPasted {
      var progress = progress()
      progress.append(linesOf: line)
      if progress.goesOn() {
        goOnBelow()
        return false
      }
    }
    // Nobody reads a hint of a line that is done, and a paste may have thousands.
    draw(line, hint: "")
    finishView()
    outcome = .line(line)
    return true
  }

  /// Wherever the cursor stands, Enter sends the line as it is; only a paste says itself where its lines end.
  private func goOnBelow() {
    guard !reader.isMoreWaiting else { return insert("\n") }
    let scalars = text.scalars
    let isLastEmpty = scalars.lastIndex(of: "\n").map { scalars[$0...].allSatisfy(\.properties.isWhitespace) }
    moveCursor(to: scalars.count)
    if isLastEmpty != true { insert("\n") }
  }

  /// The same in vi's command mode, where the cursor stands on a character: a line that goes on does so behind its
  /// end, in insert mode.
  func acceptCommand() -> Bool {
    moveCursor(to: text.scalars.count)
    if accept() { return true }
    push("A")
    return false
  }

  /// Whether the line that goes on is an empty one, and nothing of a paste is still to come.
  private var isGivenUp: Bool {
    let (scalars, cursor) = text
    guard pasted.isEmpty, !reader.isMoreWaiting, cursor == scalars.count,
      let end = scalars.lastIndex(of: "\n")
    else { return false }
    return scalars[end...].allSatisfy(\.properties.isWhitespace)
  }

  /// Gives up a line that goes on, where its last line is an empty one; false anywhere else.
  func giveUpAtEmptyLine() -> Bool {
    guard isGivenUp else { return false }
    outcome = .interrupted(lineWasEmpty: false)
    mark = "^D"
    return true
  }

  /// The text up to the last line that has something in it.
  private static func withoutEmptyEnd(_ text: String) -> String {
    let end = text.unicodeScalars.lastIndex { !$0.properties.isWhitespace }
    return end.map { String(text.unicodeScalars[...$0]) } ?? ""
  }
}
