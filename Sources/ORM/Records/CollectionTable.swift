/// What a to-many hop leads to, for each source record that it was loaded for: ranges of one list of slots.
final class CollectionTable {
  private var starts = NumberList()
  private var counts = NumberList()
  private(set) var members: [Slot] = []
  private(set) var loadedCount = 0

  private static let notLoaded = UInt32.max

  /// The memory held.
  var byteCount: Int {
    (starts.count + counts.count + members.count) * MemoryLayout<UInt32>.stride
  }

  func isLoaded(_ source: Slot) -> Bool {
    Int(source) < counts.count && counts[Int(source)] != Self.notLoaded
  }

  /// The targets of one source, in order; a junction that links a pair twice names the target twice.
  func targets(_ source: Slot) -> ArraySlice<Slot> {
    guard isLoaded(source) else { return [] }
    let start = Int(starts[Int(source)])
    return members[start..<(start + Int(counts[Int(source)]))]
  }

  /// Keeps the targets of a source, all of them, in order.
  func set(_ source: Slot, to targets: some Collection<Slot>) {
    let index = Int(source)
    makeRoom(for: index + 1)
    if counts[index] == Self.notLoaded { loadedCount += 1 }
    starts[index] = UInt32(truncatingIfNeeded: members.count)
    counts[index] = UInt32(truncatingIfNeeded: targets.count)
    members += targets
  }

  /// Makes room for so many sources at once.
  func makeRoom(for count: Int) {
    starts.grow(to: count, with: 0)
    counts.grow(to: count, with: Self.notLoaded)
  }

  /// Keeps the targets of several sources at once, which come in the order of each source but mixed with the others.
  ///
  /// - Parameters:
  ///   - checkInterrupt: asked now and then; what it throws ends the sharing out, and no source is loaded then.
  ///   - owner: whose a target is, one of the sources.
  func set<E: Error>(
    _ sources: [Slot], to targets: [Slot], asking checkInterrupt: () throws(E) -> Void,
    of owner: (Slot) -> Slot?
  ) throws(E) {
    do throws(E) { try share(targets, among: sources, checkInterrupt, owner) } catch {
      forget(sources)
      throw error
    }
  }

  /// What is loaded in part is not loaded.
  func forget(_ sources: some Sequence<Slot>) {
    for source in sources where isLoaded(source) {
      counts[Int(source)] = Self.notLoaded
      loadedCount -= 1
    }
  }

  private func share<E: Error>(
    _ targets: [Slot], among sources: [Slot], _ checkInterrupt: () throws(E) -> Void,
    _ owner: (Slot) -> Slot?
  ) throws(E) {
    for source in sources { set(source, to: []) }
    for (index, target) in targets.enumerated() {
      if Session.isDue(index) { try checkInterrupt() }
      if let owner = owner(target) { counts[Int(owner)] += 1 }
    }
    // Where the next target of each goes.
    var next = UInt32(truncatingIfNeeded: members.count)
    for source in sources {
      starts[Int(source)] = next
      next += counts[Int(source)]
    }
    members += repeatElement(0, count: targets.count)
    for (index, target) in targets.enumerated() {
      if Session.isDue(index) { try checkInterrupt() }
      guard let owner = owner(target) else { continue }
      members[Int(starts[Int(owner)])] = target
      starts[Int(owner)] += 1
    }
    for source in sources { starts[Int(source)] -= counts[Int(source)] }
  }
}
