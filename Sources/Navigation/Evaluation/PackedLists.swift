/// Lists of small numbers, one after the other: slots, or positions in another level.
///
/// A shape over a million records has a list for each of its fields and records. As arrays of their own they would
/// take several times the memory of the records.
struct PackedLists: RandomAccessCollection {
  private var members: [UInt32] = []
  /// Where each list ends; nil while each member is a list of its own.
  private var ends: [UInt32]? = []

  init() {}

  /// A list of one for each of these.
  init(each members: [UInt32]) {
    self.members = members
    ends = nil
  }

  init(_ lists: some Sequence<some Sequence<UInt32>>) {
    for list in lists { append(list) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { ends?.count ?? members.count }

  subscript(index: Int) -> ArraySlice<UInt32> {
    guard let ends else { return members[index...index] }
    return members[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  mutating func append(_ list: some Sequence<UInt32>) {
    if ends == nil { ends = members.indices.map { UInt32(truncatingIfNeeded: $0 + 1) } }
    members.append(contentsOf: list)
    ends?.append(UInt32(truncatingIfNeeded: members.count))
  }

  /// The same lists with other members.
  func mapMembers(_ transform: (UInt32) -> UInt32) -> PackedLists {
    var lists = self
    lists.members = members.map(transform)
    return lists
  }

  /// All members of all lists.
  var joinedMembers: [UInt32] { members }
}
