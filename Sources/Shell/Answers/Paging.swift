import Language
package import Rendering

/// Long answers on a screen: shown by a pager, where the person has one and wants it.
extension Conversation {
  /// Shows what the body writes in a pager where it is taller than the screen.
  ///
  /// - Parameter isWhole: whether all of it was asked for, so that nothing is shortened to fit the screen.
  func paged<R>(isWhole: Bool, _ body: () throws(Diagnostic) -> R) throws(Diagnostic) -> R {
    guard let pager, !output.isPaging, let rows = settings.screenRows,
      settings.paging.applies(isWhole: isWhole)
    else { return try body() }
    var isMissing = false
    var failure: Int?
    var opened: ContinuousClock.Instant?
    // The last line is the prompt's.
    let page = Page(columns: settings.presentation.width ?? 80, rows: rows - 1) {
      let reader = pager.start()
      isMissing = reader == nil
      if reader != nil {
        opened = self.now()
        self.deadline.hold()
      }
      return reader.map { reader in
        Page.Reader(
          read: reader.read,
          finish: {
            failure = reader.finish()
            return failure
          })
      }
    }
    output.begin(page)
    defer {
      output.endPage()
      if let opened {
        readingTime += opened.duration(to: now())
        deadline.goOn()
      }
      if let failure {
        notice(
          "The pager \(pager.name) gave up, with exit code \(failure). KIN_PAGER names another, and \(type: "set pager off") does without."
        )
      }
      if isMissing {
        self.pager = nil
        notice(
          "There is no pager \(pager.name) here. KIN_PAGER names one, and \(type: "set pager off") does without."
        )
      }
    }
    return try body()
  }

  /// In nanoseconds, without what a person spent reading.
  func elapsed(since start: ContinuousClock.Instant) -> Int64 {
    (start.duration(to: now()) - readingTime).nanoseconds
  }

  /// Runs a command, in the pager where it is one that shows pages.
  func run(_ call: CommandCall) throws(Diagnostic) {
    guard call.command.isPaged else { return try call.command.run(self, call) }
    try paged(isWhole: true) { () throws(Diagnostic) in try call.command.run(self, call) }
  }
}

/// The program that shows long answers.
package struct Pager {
  /// As a person would type it.
  let name: String
  /// Starts it; nil where there is no such program.
  let start: () -> Page.Reader?

  package init(name: String, start: @escaping () -> Page.Reader?) {
    self.name = name
    self.start = start
  }
}

extension Settings.Paging {
  func applies(isWhole: Bool) -> Bool {
    switch self {
    case .auto: isWhole
    case .on: true
    case .off: false
    }
  }
}
