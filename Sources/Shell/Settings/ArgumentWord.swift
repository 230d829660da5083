import Navigation
import ORM
import Rendering

/// A word that can be typed behind a command or a setting, and what it means there.
package struct ArgumentWord: Hashable, Sendable {
  package let text: String
  /// A few words for a list; empty where there is nothing to tell.
  package let meaning: String

  package init(_ text: String, _ meaning: String) {
    self.text = text
    self.meaning = meaning
  }

  /// One of many that can stand there.
  static func example(_ text: String) -> ArgumentWord { ArgumentWord(text, "for example") }

  /// As Tab offers it.
  var candidate: Completion.Candidate { Completion.Candidate(text: text, note: meaning) }

  static let formats = OutputFormat.all.map { ArgumentWord($0.name, $0.summary) }
  static let diagramFormats = DiagramFormat.all.map { ArgumentWord($0.name, $0.summary) }
  static let strategies = LoadingStrategy.allCases.map { ArgumentWord($0.rawValue, $0.summary) }
}

/// The words of a setting, with what each of them means.
protocol SettingWord: RawRepresentable<String>, CaseIterable {
  var meaning: String { get }
}

extension SettingWord {
  static var words: [ArgumentWord] { allCases.map { ArgumentWord($0.rawValue, $0.meaning) } }
}

extension Settings.SQLEcho: SettingWord {
  var meaning: String {
    switch self {
    case .auto: "on at a prompt, off in a pipe"
    case .on: "the queries of each line, in short"
    case .off: "no SQL"
    case .full: "over several lines, with everything in it"
    }
  }
}

extension Settings.Retention: SettingWord {
  var meaning: String {
    switch self {
    case .line: "before each line, what no variable and no last result reaches is dropped"
    case .keep: "everything stays that was ever loaded"
    }
  }
}

extension Settings.Paging: SettingWord {
  var meaning: String {
    switch self {
    case .auto: "where all of it was asked for"
    case .on: "whatever it is"
    case .off: "never"
    }
  }
}

extension Settings.Talk: SettingWord {
  var meaning: String {
    switch self {
    case .off: "what was asked for, and what it took"
    case .short: "findings, too: what was loaded badly, and the line to type instead"
    case .teach: "a sentence below each query, too: why it was sent"
    }
  }
}

extension SchemaAdditions.Inference: SettingWord {
  var meaning: String {
    switch self {
    case .auto: "where a database declares no foreign key at all"
    case .on: "in every database"
    case .off: "in none"
    }
  }
}
