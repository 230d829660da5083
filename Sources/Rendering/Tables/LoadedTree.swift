package import SQL

/// What is loaded of some records and what is not, as a tree of relationships.
///
/// ```
/// a  1 author: Ursula K. Le Guin
/// ├─ ● books  10 books: A Wizard of Earthsea · The Left Hand of Darkness · … 8 more
/// │  ├─ ◐ genres  for 1 of 10: 2 genres: Fantasy · Children's
/// │  └─ ○ publisher, sequel_of
/// └─ ○ country
/// ```
package struct LoadedTree {
  package enum Extent: Hashable, Sendable {
    case none
    case part(loaded: Int, of: Int)
    case whole
  }

  /// Why nothing stands below a node though it has records.
  package enum Ending: Hashable, Sendable {
    case shownAbove
    case goesOn
  }

  package struct Node {
    package var name: String
    /// nil for the root.
    package var extent: Extent?
    /// As in `10 books`.
    package var count = ""
    /// What the first records are called.
    package var names: [Value] = []
    /// How many more there are.
    package var unnamed = 0
    package var ending: Ending?
    package var branches: [Node] = []

    package init(name: String, extent: Extent?) {
      self.name = name
      self.extent = extent
    }
  }

  private let root: Node

  package init(root: Node) { self.root = root }

  /// The tree, and below it what the signs mean.
  package func write(to output: Output, as presentation: Presentation) {
    let charset = presentation.charset
    write(root, first: " ", rest: " ", to: output, presentation)
    let meanings = [
      "\(charset.loaded) loaded", "\(charset.loadedInPart) in part", "\(charset.notLoaded) not loaded",
    ]
    let legend = meanings.joined(separator: "  ")
    output.write(StyledText(" " + legend, .dim).text(presentation.style) + "\n")
  }

  private func write(
    _ node: Node, first: String, rest: String, to output: Output, _ presentation: Presentation
  ) {
    let charset = presentation.charset
    let hanging = rest + (node.branches.isEmpty ? "  " : charset.trunk)
    NodeLines(first: first, hanging: hanging, presentation)
      .write(text(of: node, presentation), to: output, presentation.style)
    for (index, branch) in node.branches.enumerated() {
      let isLast = index + 1 == node.branches.count
      write(
        branch, first: rest + (isLast ? charset.lastBranch : charset.branch),
        rest: rest + (isLast ? "   " : charset.trunk), to: output, presentation)
    }
  }

  private func text(of node: Node, _ presentation: Presentation) -> StyledText {
    let charset = presentation.charset
    var text = StyledText()
    switch node.extent {
    case nil: break
    case .some(.none): text.append(charset.notLoaded + " ", .dim)
    case .part: text.append(charset.loadedInPart + " ", .mark)
    case .whole: text.append(charset.loaded + " ", .mark)
    }
    let isLoaded = node.extent.map { $0 != .none } ?? true
    text.append(VisibleText.styled(node.name, isLoaded ? .heading : .dim, charset: charset))
    guard isLoaded else { return text }
    text.append("  ")
    if case .part(let loaded, let all)? = node.extent {
      text.append("for \(Quantity.grouped(loaded)) of \(Quantity.grouped(all)): ", .dim)
    }
    text.append(VisibleText.styled(node.count, .dim, charset: charset))
    switch node.ending {
    case .shownAbove: text.append(", shown above", .dim)
    case .goesOn, nil: text.append(names(of: node, presentation))
    }
    if node.ending == .goesOn { text.append(", and it goes on from there", .dim) }
    return text
  }

  /// As in `: Fantasy · Horror · … 3 more`.
  private func names(of node: Node, _ presentation: Presentation) -> StyledText {
    guard !node.names.isEmpty else { return StyledText() }
    let charset = presentation.charset
    let cells = CellText(presentation, limit: 40)
    var text = StyledText(": ", .dim)
    for (index, name) in node.names.enumerated() {
      // A title may have commas of its own.
      if index > 0 { text.append(charset.separator, .dim) }
      text.append(name.withCell(cells.text).shortened(to: 40, charset: charset))
    }
    if node.unnamed > 0 {
      text.append(charset.separator, .dim)
      text.append(StyledText.more(node.unnamed, charset))
    }
    return text
  }
}
