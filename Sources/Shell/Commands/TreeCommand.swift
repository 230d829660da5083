import Language
import Navigation
import ORM
import Rendering
import SQL

extension Command {
  /// What of a variable or the last result is loaded, as far as the session reaches; nothing is loaded for it.
  static let tree = Command(
    "tree", group: .teach, usage: "tree [NAME]", summary: "what of a variable is loaded, and what is not",
    completes: .variables(and: [ArgumentWord("_", "the last result")]), needsDatabase: false, isPaged: true
  ) { (conversation, call) throws(Diagnostic) in
    guard call.words.count <= 1 else { throw call.wrongUse() }
    let name = call.words.first ?? "_"
    let held = name == "_" ? conversation.lastResult?.answer.held() : conversation.variables[name]
    guard let held else {
      if name == "_" {
        return conversation.notice(
          "The last result holds no records. a = … keeps some, and tree a shows them.")
      }
      throw Diagnostic(
        .unknownVariable(name), at: call.range,
        suggestions: Nearness.nearest(name, in: conversation.variables.keys.sorted()))
    }
    guard let selection = held.selection else {
      let holder = name == "_" ? "The last result" : name
      return conversation.notice("\(holder) holds values, from which nothing leads on.")
    }
    guard !selection.slots.isEmpty else { return conversation.notice("\(name) holds no record.") }
    var loaded = LoadedRecords(conversation, at: call.range)
    let tree = try loaded.tree(of: selection, name: name)
    conversation.facts.rows = selection.slots.count
    tree.write(to: conversation.output, as: conversation.settings.presentation)
  }
}

/// The records that a selection leads to within the session, level by level: all of a level's as one node.
private struct LoadedRecords {
  private let conversation: Conversation
  private let range: SourceRange
  /// Records that a node above shows already, by entity.
  private var shown: [EntityID: SlotSet] = [:]
  private var nodes = 0

  private var session: Session { conversation.session }
  private var schema: Schema { conversation.schema }

  private static let maximumDepth = 8
  private static let maximumNodes = 200
  private static let namesOfNode = 3

  init(_ conversation: Conversation, at range: SourceRange) {
    self.conversation = conversation
    self.range = range
  }

  mutating func tree(of selection: Selection, name: String) throws(Diagnostic) -> LoadedTree {
    var root = node(name, nil, selection.entity, selection.slots)
    _ = show(selection.slots, of: selection.entity)
    root.branches = try branches(from: selection.slots, of: selection.entity, depth: 1)
    return LoadedTree(root: root)
  }

  /// Notes records as shown; answers whether one of them was not yet.
  private mutating func show(_ slots: [Slot], of entity: EntityID) -> Bool {
    var known = shown.removeValue(forKey: entity) ?? SlotSet()
    defer { shown[entity] = known }
    var isNew = false
    for slot in slots where known.insert(slot) { isNew = true }
    return isNew
  }

  private func node(
    _ name: String, _ extent: LoadedTree.Extent?, _ entity: EntityID, _ slots: [Slot]
  ) -> LoadedTree.Node {
    let nouns = schema[entity].nouns
    var node = LoadedTree.Node(name: name, extent: extent)
    node.count = slots.isEmpty ? "none" : Quantity.count(slots.count, nouns.one, plural: nouns.several)
    node.names = slots.prefix(Self.namesOfNode).compactMap { session.name(of: $0, in: entity) }
    node.unnamed = slots.count - node.names.count
    return node
  }

  private mutating func branches(
    from slots: [Slot], of entity: EntityID, depth: Int
  ) throws(Diagnostic) -> [LoadedTree.Node] {
    var branches: [LoadedTree.Node] = []
    var notLoaded: [String] = []
    for id in schema[entity].relationships {
      let relationship = schema[id]
      let coverage: Coverage
      do throws(DatabaseError) {
        coverage = try session.coverage(
          of: id, from: slots, conversation.database.connection.checkInterrupt)
      } catch { throw Diagnostic(error, at: range) }
      let extent: LoadedTree.Extent
      switch coverage.extent {
      case .none:
        notLoaded.append(relationship.name)
        continue
      case .part: extent = .part(loaded: coverage.loaded, of: slots.count)
      case .whole: extent = .whole
      }
      var branch = node(relationship.name, extent, relationship.target, coverage.targets)
      nodes += 1
      let isNew = show(coverage.targets, of: relationship.target)
      if !coverage.targets.isEmpty, !isNew {
        branch.ending = .shownAbove
      } else if isNew {
        if depth >= Self.maximumDepth || nodes >= Self.maximumNodes {
          branch.ending = .goesOn
        } else {
          branch.branches = try self.branches(
            from: coverage.targets, of: relationship.target, depth: depth + 1)
        }
      }
      branches.append(branch)
    }
    if !notLoaded.isEmpty {
      branches.append(
        LoadedTree.Node(name: notLoaded.joined(separator: ", "), extent: LoadedTree.Extent.none))
    }
    return branches
  }
}
