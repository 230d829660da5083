import Navigation
package import ORM
package import Rendering

/// What a conversation can be told to do differently, in one table that drives `set`, its help and its completion.
package struct Settings: Sendable {
  package enum SQLEcho: String, Hashable, Sendable, CaseIterable {
    /// On at a prompt, off in a pipe.
    case auto
    case on
    case off
    /// Over several lines, with everything in it.
    case full
  }

  /// What the session holds when a line begins.
  package enum Retention: String, Hashable, Sendable, CaseIterable {
    /// What variables and the last result reach.
    case line
    /// Everything that was ever loaded.
    case keep
  }

  /// When a pager shows what is taller than the screen.
  package enum Paging: String, Hashable, Sendable, CaseIterable {
    /// When all of it was asked for: `last`, `set limit all`, `help`.
    case auto
    case on
    case off
  }

  package enum Talk: String, Hashable, Sendable, CaseIterable {
    /// What was asked for, and what it took.
    case off
    /// Findings, too: what was loaded badly, and the line to type instead.
    case short
    /// A sentence below each statement, too: why it was sent.
    case teach
  }

  package var format = OutputFormat.table
  package var paging = Paging.auto
  /// Whether colours may be used at all: on a terminal, and where nobody has asked for none.
  package var allowsColor = false
  package var strategy = LoadingStrategy.lazy
  package var sql = SQLEcho.auto
  package var talk = Talk.short
  /// Rows of a table to show; nil for all.
  package var limit = RowLimit.all
  /// Rows of the terminal, where there is one.
  package var screenRows: Int?
  /// Statements a line may send; nil for no limit.
  package var budget: Int?
  /// How long a line may take, in nanoseconds; nil for as long as it takes.
  package var timeout: Int64?
  /// Whether names of columns suggest relationships that nobody declared.
  package var inference = SchemaAdditions.Inference.auto
  package var retention = Retention.line
  /// How long each statement really waits, in nanoseconds, as if the database were far away; nil for not at all.
  package var latency: Int64?
  /// The round trip for which the footer and `compare` tell what the statements would cost; nil for none.
  package var roundTrip: Int64? = 2_000_000
  /// Whether a prompt says beside a line what it will take.
  package var hint = true
  package var presentation = Presentation()

  package init() {}

  /// How much of a long table is shown at once.
  package enum RowLimit: Hashable, Sendable {
    /// As much as leaves the path and its statements on the screen.
    case screen
    case rows(Int)
    case all
  }

  /// Rows of a table to show; nil for all.
  var shownRows: Int? {
    switch limit {
    case .screen: screenRows.map { max(6, min(40, $0 - 16)) } ?? 40
    case .rows(let rows): rows
    case .all: nil
    }
  }

  /// Lines of the screen that one record may take beside the line that asked for it, its statements and the footer;
  /// nil where there is no screen, or where all was asked for.
  var shownHeight: Int? { limit == .all ? nil : screenRows.map { max(10, $0 - 7) } }
}

/// One setting: how it is called, what it may be, and how to read and write it.
package struct Setting: Sendable {
  package let name: String
  package let summary: String
  /// The words that can be typed after it.
  package let words: @Sendable () -> [ArgumentWord]
  /// What can stand in their place; nil where nothing can.
  package var free: Free?
  /// What `help` says of it beside the summary.
  package var more: [String] = []
  package let read: @Sendable (Settings) -> String
  /// Answers whether the text was a value of the setting.
  package let write: @Sendable (inout Settings, String) -> Bool

  /// One of many, such as any number.
  package struct Free: Sendable {
    /// As usage calls it, `N`.
    let name: String
    let examples: [String]

    init(_ name: String, _ examples: [String]) {
      self.name = name
      self.examples = examples
    }
  }

  /// All that is offered to be typed after it: words, and examples of what else can be.
  package var values: [ArgumentWord] {
    words() + (free?.examples ?? []).map(ArgumentWord.example)
  }

  /// What it can be, as a sentence lists it: `screen`, `all`, `N as in 40`.
  package var choices: [String] {
    words().map(\.text) + (free.map { ["\($0.name) as in \($0.examples.first ?? "")"] } ?? [])
  }

  /// How it is typed: `limit screen|all|N, as in limit 40`.
  ///
  /// - Parameter command: what stands before its name, `set `.
  func usage(after command: String = "") -> String {
    let line = command + name
    let example = free?.examples.first.map { ", as in \(line) \($0)" } ?? ""
    return
      "\(line) \((words().map(\.text) + (free.map { [$0.name] } ?? [])).joined(separator: "|"))\(example)"
  }

  /// The words that are near to one that is none of its values.
  func near(_ text: String) -> [String] {
    name == "format" ? OutputFormat.near(text) : Nearness.nearest(text, in: words().map(\.text))
  }

  package static let all: [Setting] = [
    Setting(
      name: "format", summary: "how results are printed", words: { ArgumentWord.formats },
      read: { $0.format.name },
      write: { settings, text in
        guard let format = OutputFormat.named(text) else { return false }
        settings.format = format
        return true
      }),
    Setting(
      name: "load", summary: "how relationships are loaded",
      words: { ArgumentWord.strategies },
      read: { $0.strategy.rawValue },
      write: { settings, text in
        guard let strategy = LoadingStrategy(rawValue: text) else { return false }
        settings.strategy = strategy
        return true
      }),
    Setting(
      name: "sql", summary: "whether the SQL is shown",
      words: { Settings.SQLEcho.words },
      read: { $0.sql.rawValue },
      write: { settings, text in
        guard let echo = Settings.SQLEcho(rawValue: text) else { return false }
        settings.sql = echo
        return true
      }),
    Setting(
      name: "talk", summary: "what is said: nothing, findings, or a sentence a query",
      words: { Settings.Talk.words },
      read: { $0.talk.rawValue },
      write: { settings, text in
        guard let talk = Settings.Talk(rawValue: text) else { return false }
        settings.talk = talk
        return true
      }),
    Setting(
      name: "limit", summary: "rows of a table to show",
      words: {
        [
          ArgumentWord("screen", "as much as leaves the path on the screen"),
          ArgumentWord("all", "every row"),
        ]
      },
      free: Free("N", ["40"]),
      read: { settings in
        switch settings.limit {
        case .screen: "screen"
        case .rows(let rows): String(rows)
        case .all: "all"
        }
      },
      write: { settings, text in
        switch text {
        case "screen": settings.limit = .screen
        case "all": settings.limit = .all
        default:
          guard let rows = Int(text), rows > 0 else { return false }
          settings.limit = .rows(rows)
        }
        return true
      }),
    Setting(
      name: "budget", summary: "queries a line may send",
      words: { [ArgumentWord("off", "as many as it takes")] },
      free: Free("N", ["5"]),
      more: [
        "A line is stopped before the query that would be one too many, and told a line that needs fewer.",
        "compare gives each strategy as many, and leaves out those that need more.",
      ],
      read: { $0.budget.map(String.init) ?? "off" },
      write: { settings, text in
        if text == "off" {
          settings.budget = nil
          return true
        }
        guard let budget = Int(text), budget > 0 else { return false }
        settings.budget = budget
        return true
      }),
    duration(
      "timeout", "how long a line may take", off: "as long as it takes", examples: ["2s", "500ms", "1m"],
      longest: DurationSetting.day, \.timeout,
      more: [
        "A line that takes longer is stopped as by Ctrl-C: what a statement of it wrote is undone, and an open"
          + " transaction with it.",
        "What you read in the pager takes no time, and the lines of a file have this much each.",
      ]),
    duration(
      "latency", "how long each query really waits, as if far away", off: "not at all",
      examples: ["2ms"], \.latency),
    duration(
      "roundtrip", "the way there and back for which costs are told", off: "none are told",
      examples: ["2ms", "50ms"],
      \.roundTrip),
    Setting(
      name: "inferred", summary: "whether names suggest relationships",
      words: { SchemaAdditions.Inference.words },
      read: { $0.inference.rawValue },
      write: { settings, text in
        guard let inference = SchemaAdditions.Inference(rawValue: text) else { return false }
        settings.inference = inference
        return true
      }),
    Setting(
      name: "session", summary: "what stays in the session",
      words: { Settings.Retention.words },
      read: { $0.retention.rawValue },
      write: { settings, text in
        guard let retention = Settings.Retention(rawValue: text) else { return false }
        settings.retention = retention
        return true
      }),
    Setting(
      name: "hint", summary: "what a line will take, while it is typed",
      words: { [ArgumentWord("on", "beside the line"), ArgumentWord("off", "nothing")] },
      read: { $0.hint ? "on" : "off" },
      write: { settings, text in
        guard ["on", "off"].contains(text) else { return false }
        settings.hint = text == "on"
        return true
      }),
    Setting(
      name: "null", summary: "what stands for NULL",
      words: { [ArgumentWord("auto", "as the format writes it")] }, free: Free("TEXT", ["-", "NULL"]),
      read: { $0.presentation.nullText ?? "auto" },
      write: { settings, text in
        // A control character would be sent to the terminal as it is.
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
          return false
        }
        settings.presentation.nullText = text == "auto" ? nil : text
        return true
      }),
    Setting(
      name: "pager", summary: "when a pager shows what is taller than the screen",
      words: { Settings.Paging.words },
      read: { $0.paging.rawValue },
      write: { settings, text in
        guard let paging = Settings.Paging(rawValue: text) else { return false }
        settings.paging = paging
        return true
      }),
    Setting(
      name: "theme", summary: "colours for a dark or a light background",
      words: { Style.all.map { ArgumentWord($0.name, $0.summary) } },
      read: { $0.presentation.style.name },
      write: { settings, text in
        guard let style = Style.named(text) else { return false }
        settings.presentation.style = settings.allowsColor ? style : .plain
        return true
      }),
  ]

  private static func duration(
    _ name: String, _ summary: String, off: String, examples: [String],
    longest: Int64 = DurationSetting.minute, _ property: any WritableKeyPath<Settings, Int64?> & Sendable,
    more: [String] = []
  ) -> Setting {
    Setting(
      name: name, summary: summary, words: { [ArgumentWord("off", off)] }, free: Free("TIME", examples),
      more: more,
      read: { $0[keyPath: property].map(DurationSetting.text) ?? "off" },
      write: { settings, text in
        let nanoseconds = DurationSetting.nanoseconds(text, atMost: longest)
        guard nanoseconds != nil || text == "off" else { return false }
        settings[keyPath: property] = nanoseconds
        return true
      })
  }

  package static func named(_ name: String) -> Setting? { all.first { $0.name == name.lowercased() } }
}
