import Language

/// The text of a file of commands, in which the lines of settings change and everything else stays byte by byte.
struct ConfigurationText {
  /// The byte order mark that some editors put before a text.
  private let mark: String
  /// Each with what ends it: all of them together are the text.
  private var lines: [String]
  /// The lines that give a setting its value, and where they stand.
  private let settings: [(index: Int, line: SettingLine)]

  init(_ text: String, in conversation: Conversation) {
    mark = text.unicodeScalars.first == "\u{FEFF}" ? "\u{FEFF}" : ""
    let text = String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(mark.isEmpty ? 0 : 1)))
    lines = Self.lines(of: text)
    var found: [(index: Int, line: SettingLine)] = []
    var script = Script(file: "", text: text)
    while let line = script.nextLine(in: conversation) {
      guard line.problem == nil, !line.text.utf8.contains(0x0A),
        let setting = conversation.settingLine(line.text)
      else { continue }
      found.append((line.place.line - 1, setting))
    }
    settings = found
  }

  /// As it is written.
  var text: String { mark + lines.joined() }

  /// Makes a choice where the setting has a line, else in a new one at the end.
  ///
  /// Of several lines the last decides, so that one is changed. What is to be as it is where nothing sets it needs no
  /// line; one with a comment behind it stays for the sake of that.
  ///
  /// - Returns: whether the text is another one now.
  mutating func make(_ choice: SettingChoice) -> Bool {
    let own = settings.filter { $0.line.setting == choice.name }
    guard let last = own.last else {
      guard let value = choice.value else { return false }
      append("set \(choice.name) \(value)")
      return true
    }
    guard last.line.value != choice.value.flatMap(Setting.value) else { return false }
    guard let value = choice.value else {
      for (index, line) in own {
        lines[index] = line.hasComment ? line.changed(lines[index], to: "default") : ""
      }
      return true
    }
    lines[last.index] = last.line.changed(lines[last.index], to: value)
    return true
  }

  private mutating func append(_ line: String) {
    let isOfCarriageReturns = lines.contains { $0.utf8.suffix(2).elementsEqual("\r\n".utf8) }
    let end = isOfCarriageReturns ? "\r\n" : "\n"
    if let last = lines.last(where: { !$0.isEmpty }), last.utf8.last != 0x0A { lines.append(end) }
    lines.append(line + end)
  }

  private static func lines(of text: String) -> [String] {
    var lines: [String] = []
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      line.append(scalar)
      guard scalar == "\n" else { continue }
      lines.append(String(line))
      line.removeAll()
    }
    return line.isEmpty ? lines : lines + [String(line)]
  }
}

/// A line of a file that gives a setting its value: `set load joined`, `load joined`, `.mode csv`.
struct SettingLine {
  let setting: String
  /// nil for what it is where nothing sets it.
  let value: String?
  /// Where the value stands, in bytes; all that the line says where the word is another shell's.
  fileprivate let range: SourceRange
  /// What goes before the value there.
  fileprivate let prefix: String
  /// Whether it says something to people, too.
  fileprivate let hasComment: Bool

  /// The line with another value, as it is typed, and with what stands behind it.
  fileprivate func changed(_ line: String, to value: String) -> String {
    let before = String(SourceRange(0, range.lower).text(of: line)) + prefix + value
    let behind = String(SourceRange(range.upper, line.utf8.count).text(of: line))
    return before + behind
  }
}

extension Conversation {
  /// What a line says of a setting; nil for one that says something else.
  func settingLine(_ line: String) -> SettingLine? {
    let reading: LineReading
    do throws(Diagnostic) { reading = try read(line) } catch { return nil }
    let code = LineReading.commandLine(line)
    let hasComment = LineComment.blanked(line) != line
    switch reading {
    case .otherShell(let own):
      guard own.count == 1, let setting = settingLine(own[0]) else { return nil }
      let start = code.utf8.prefix { $0 == 0x20 || $0 == 0x09 }.count
      let end = code.utf8.count - code.utf8.reversed().prefix { $0 == 0x20 || $0 == 0x09 }.count
      return SettingLine(
        setting: setting.setting, value: setting.value, range: SourceRange(start, end),
        prefix: "set \(setting.setting) ", hasComment: hasComment)
    case .command(let command, let argument):
      let call = CommandCall(command: command, line: code, argument: argument.text, start: argument.start)
      let isSet = command.name == Command.set.name
      let words = call.pieces
      guard let setting = Setting.named(isSet ? words.first?.text ?? "" : command.name),
        let first = words.dropFirst(isSet ? 1 : 0).first
      else { return nil }
      let range = SourceRange(first.range.lower, call.range.upper)
      let typed = String(range.text(of: code))
      // `sql of author.books` and `session` say nothing of the settings of their names.
      let values = setting.values.map(\.text)
      guard isSet || typed == "default" || Setting.value(typed: typed).map(values.contains) == true
      else { return nil }
      let value = typed == "default" ? nil : Setting.value(typed: typed)
      // What is more than one word is no value that another could take the place of.
      guard value != nil || typed == "default" else { return nil }
      return SettingLine(
        setting: setting.name, value: value, range: range, prefix: "", hasComment: hasComment)
    case .blank, .sql, .statement, .accepted: return nil
    }
  }
}
