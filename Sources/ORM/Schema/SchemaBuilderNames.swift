import SQL

/// A relationship of one entity while names are given out.
struct Member {
  enum Link: Hashable {
    /// Indexes into the resolved keys.
    case forward(Int)
    case reverse(Int)
    /// Index into the junctions.
    case junction(Int, fromFirst: Bool)
  }

  var link: Link
  var name: String
  var aliases: [String] = []
  var derivation: NameDerivation
}

/// Names the relationships of one table by the rules of reference 1.5, in their order of precedence.
///
/// A column beats a to-one, which beats the reverse of one, which beats a many-to-many, which beats an alias.
/// Each group takes the names it has a right to before any of its members takes a longer one.
struct NameGiver {
  let tables: TableSet
  let keys: [ResolvedKey]
  /// What each key says of its parent.
  let roles: [String]
  let junctions: [JunctionLink]
  let table: Int
  private var taken: Set<FoldedName> = []
  private(set) var members: [Member] = []
  /// Bare names and the links that would share them.
  private var shared: [(name: String, links: [Member.Link])] = []
  private var sharedIndexes: [FoldedName: Int] = [:]
  private(set) var ambiguousNames: [AmbiguousName] = []

  init(tables: TableSet, keys: [ResolvedKey], roles: [String], junctions: [JunctionLink], table: Int) {
    self.tables = tables
    self.keys = keys
    self.roles = roles
    self.junctions = junctions
    self.table = table
  }

  /// Rule 2.
  mutating func nameToOne(_ forward: [Int]) {
    let wishes = forward.map { key in
      if let name = keys[key].givenName {
        return Wish(link: .forward(key), name: name, derivation: .given)
      }
      let isComposite = keys[key].pairs.count > 1 && roles[key] == tables.singular(keys[key].parent)
      return Wish(
        link: .forward(key), name: roles[key],
        derivation: isComposite ? .parentTable(tables.names[keys[key].parent]) : .column(columnNames(of: key))
      )
    }
    give(wishes) { giver, wish, key in
      let parent = giver.keys[key].parent
      let singular = giver.tables.singular(parent)
      let isOnlyOne = forward.filter { giver.keys[$0].parent == parent }.count == 1
      if isOnlyOne, parent != giver.table, giver.isFree(singular) {
        return (singular, .parentTable(giver.tables.names[parent]))
      }
      let reference = wish.name + "_ref"
      let isColumn = giver.isColumn(wish.name)
      let longer = isColumn && giver.isFree(reference) ? reference : giver.byColumns(wish.name, key)
      return (longer, .longer(because: wish.name))
    }
  }

  /// Rule 4, for keys sorted by child and then by declaration.
  mutating func nameReverse(_ reverse: [Int]) {
    var wishes: [Wish] = []
    for siblings in reverse.chunked(by: { keys[$0].child == keys[$1].child }) {
      let child = keys[siblings[0]].child
      let needsRoles = siblings.count > 1 || child == table
      let namesakes = siblings.filter { roles[$0] == tables.singular(table) }
      for key in siblings {
        if let name = keys[key].givenReverseName {
          wishes.append(Wish(link: .reverse(key), name: name, derivation: .given))
          continue
        }
        let base = keys[key].isOneToOne ? tables.singular(child) : tables.plural(child)
        let childName = tables.names[child]
        if needsRoles, namesakes != [key] {
          wishes.append(
            Wish(
              link: .reverse(key), name: base + "_as_" + roles[key],
              derivation: .childRole(child: childName, role: roles[key])))
          share(base, .reverse(key))
        } else {
          let derivation =
            keys[key].isOneToOne ? NameDerivation.childSingular(childName) : .childPlural(childName)
          wishes.append(Wish(link: .reverse(key), name: base, derivation: derivation))
        }
      }
    }
    give(wishes) { giver, wish, key in (giver.byColumns(wish.name, key), .longer(because: wish.name)) }
  }

  /// Rule 5.
  mutating func nameManyToMany(_ links: [Member.Link]) {
    let ends = links.compactMap(end)
    var waysToTable: [Int: Int] = [:]
    for end in ends { waysToTable[end.farTable, default: 0] += 1 }
    let wishes = ends.map { end in
      let junctionName = tables.names[junctions[end.junction].table]
      if end.farTable == table {
        let role = roles[end.far]
        let isPlain = role == tables.singular(table)
        return Wish(
          link: end.link, name: isPlain ? roles[end.near] + "_of" : Naming.several(inRole: role),
          derivation: .farPlural(isPlain ? roles[end.near] : role, junction: junctionName))
      }
      let plural = tables.plural(end.farTable)
      let isAlone = waysToTable[end.farTable] == 1
      if !isAlone { share(plural, end.link) }
      return Wish(
        link: end.link, name: isAlone ? plural : via(plural, end.junction),
        derivation: .farPlural(tables.names[end.farTable], junction: junctionName))
    }
    give(wishes) { giver, wish, far in
      guard let end = giver.end(of: wish.link) else { return (wish.name, wish.derivation) }
      let longer = giver.via(wish.name, end.junction)
      let isViaAlready = wish.name.ends(in: giver.via("", end.junction))
      return (isViaAlready ? giver.byColumns(wish.name, far) : longer, .longer(because: wish.name))
    }
  }

  /// Rule 6: other spellings where they are free; an everyday one becomes the name itself.
  mutating func nameAgain() {
    var wishes = everydayWishes()
    let ambiguous = shared.filter { $0.links.count > 1 && isFree($0.name) }
    taken.formUnion(ambiguous.map { FoldedName($0.name) })
    for (index, member) in members.enumerated() {
      guard case .reverse(let key) = member.link else { continue }
      let child = keys[key].child
      if member.derivation == .given { continue }
      let prefix = [tables.singular(table), tables.normalForms[table]].first {
        tables.normalForms[child].utf8.starts(with: ($0 + "_").utf8)
      }
      if let prefix, child != table, case .childPlural = member.derivation {
        wishes.append((String(tables.plural(child).dropFirst(prefix.count + 1)), index, nil))
      } else if let prefix, child != table, case .childSingular(let name) = member.derivation {
        wishes.append(
          (
            String(tables.singular(child).dropFirst(prefix.count + 1)), index,
            .childWithoutParent(child: name)
          ))
      }
    }
    let indexes = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($1.link, $0) })
    for share in shared where share.links.count == 1 {
      if let index = indexes[share.links[0]] { wishes.append((share.name, index, nil)) }
    }
    var wanted: [FoldedName: Int] = [:]
    for wish in wishes { wanted[FoldedName(wish.name), default: 0] += 1 }
    for wish in wishes {
      guard wanted[FoldedName(wish.name)] == 1, isFree(wish.name) else { continue }
      taken.insert(FoldedName(wish.name))
      if let derivation = wish.derivation {
        members[wish.member].aliases.append(members[wish.member].name)
        members[wish.member].name = wish.name
        members[wish.member].derivation = derivation
      } else {
        members[wish.member].aliases.append(wish.name)
      }
    }
    for share in ambiguous {
      let candidates = share.links.compactMap { link in indexes[link].map { members[$0].name } }
      ambiguousNames.append(AmbiguousName(name: share.name, candidates: candidates))
    }
  }

  /// Everyday words for what leads here by a role; where several would share one, each has it with its role, and the
  /// word alone is ambiguous.
  private mutating func everydayWishes() -> [(name: String, member: Int, derivation: NameDerivation?)] {
    var found: [(word: String, role: String, member: Int, derivation: NameDerivation)] = []
    for (index, member) in members.enumerated() {
      guard case .reverse(let key) = member.link, member.derivation != .given, !keys[key].isOneToOne else {
        continue
      }
      let (role, child) = (roles[key], keys[key].child)
      if child == table,
        let word = Naming.everydayWord(forRole: role, singular: tables.singular(table))
      {
        found.append((word, role, index, .everydayWord(role: role)))
      } else if case .childRole = member.derivation,
        let word = Naming.preposition(ofRole: role, singular: tables.singular(table))
      {
        found.append((tables.plural(child) + "_" + word, role, index, member.derivation))
      }
    }
    var sharing: [FoldedName: Int] = [:]
    for wish in found { sharing[FoldedName(wish.word), default: 0] += 1 }
    return found.map { wish in
      guard sharing[FoldedName(wish.word)] != 1 else { return (wish.word, wish.member, wish.derivation) }
      share(wish.word, members[wish.member].link)
      return (wish.word + "_as_" + wish.role, wish.member, wish.derivation)
    }
  }

  // MARK: Giving

  private struct Wish {
    var link: Member.Link
    var name: String
    var derivation: NameDerivation
  }

  /// Grants each wish that is free, what a person gave before the others, else first come first served; the rest
  /// then get what `longer` says, or a number.
  private mutating func give(
    _ wishes: [Wish], longer: (NameGiver, Wish, _ key: Int) -> (String, NameDerivation)
  ) {
    var granted: [(name: String, derivation: NameDerivation)?] = Array(repeating: nil, count: wishes.count)
    for isGiven in [true, false] {
      for (index, wish) in wishes.enumerated() where (wish.derivation == .given) == isGiven {
        guard isFree(wish.name) else { continue }
        granted[index] = (wish.name, wish.derivation)
        taken.insert(FoldedName(wish.name))
      }
    }
    for (index, wish) in wishes.enumerated() where granted[index] == nil {
      var (name, derivation) = longer(self, wish, key(of: wish.link))
      let unnumbered = name
      var number = 1
      while !isFree(name) {
        number += 1
        name = "\(unnumbered)_\(number)"
      }
      if number > 1 { derivation = .longer(because: unnumbered) }
      granted[index] = (name, derivation)
      taken.insert(FoldedName(name))
    }
    for (wish, granted) in zip(wishes, granted) {
      guard let granted else { continue }
      members.append(Member(link: wish.link, name: granted.name, derivation: granted.derivation))
    }
  }

  private mutating func share(_ name: String, _ link: Member.Link) {
    let folded = FoldedName(name)
    if let index = sharedIndexes[folded] {
      if !shared[index].links.contains(link) { shared[index].links.append(link) }
    } else {
      sharedIndexes[folded] = shared.count
      shared.append((name, [link]))
    }
  }

  private func isFree(_ name: String) -> Bool {
    !name.isEmpty && !taken.contains(FoldedName(name)) && !isColumn(name)
  }

  private func isColumn(_ name: String) -> Bool {
    tables.columnForms[table].contains { $0.hasSameBytes(as: name) }
  }

  private func key(of link: Member.Link) -> Int {
    switch link {
    case .forward(let key), .reverse(let key): key
    case .junction(let junction, let fromFirst):
      fromFirst ? junctions[junction].second : junctions[junction].first
    }
  }

  private struct End {
    var link: Member.Link
    var junction: Int
    var near: Int
    var far: Int
    var farTable: Int
  }

  private func end(of link: Member.Link) -> End? {
    guard case .junction(let index, let fromFirst) = link else { return nil }
    let junction = junctions[index]
    let (near, far) = fromFirst ? (junction.first, junction.second) : (junction.second, junction.first)
    return End(link: link, junction: index, near: near, far: far, farTable: keys[far].parent)
  }

  private func via(_ name: String, _ junction: Int) -> String {
    name + "_via_" + tables.normalForms[junctions[junction].table]
  }

  private func byColumns(_ name: String, _ key: Int) -> String {
    let columns = keys[key].columns.map { tables.columnForms[keys[key].child][$0] }
    return name + "_by_" + columns.joined(separator: "_")
  }

  private func columnNames(of key: Int) -> String {
    keys[key].columns.map { tables.tables[keys[key].child].columns[$0].name }.joined(separator: ", ")
  }
}

/// What each foreign key says of its parent: the column without its id suffix, or for several columns the
/// parent's singular, or what is left of those columns that no other key to that parent shares.
struct KeyRoles {
  let tables: TableSet
  let keys: [ResolvedKey]
  let keysByChild: [Int: [Int]]

  var roles: [String] { keys.indices.map(role) }

  private func role(of index: Int) -> String {
    let key = keys[index]
    if let name = key.givenName { return Naming.normalForm(name) }
    let fallback = tables.singular(key.parent)
    let siblings = (keysByChild[key.child] ?? []).filter { $0 != index && keys[$0].parent == key.parent }
    if key.pairs.count > 1, siblings.isEmpty, key.parent != key.child { return fallback }
    let own =
      siblings.isEmpty
      ? key.pairs
      : key.pairs.filter { pair in !siblings.contains { keys[$0].columns.contains(pair.from) } }
    let role = (own.isEmpty ? key.pairs : own).map { pair in
      Naming.role(
        ofColumn: tables.columnForms[key.child][pair.from],
        parentColumn: tables.columnForms[key.parent][pair.to],
        singular: fallback)
    }.joined(separator: "_")
    return role.isEmpty ? fallback : role
  }
}

extension Array {
  /// Runs of neighbours that belong together.
  fileprivate func chunked(by belongTogether: (Element, Element) -> Bool) -> [[Element]] {
    var chunks: [[Element]] = []
    for element in self {
      if let last = chunks.last?.last, belongTogether(last, element) {
        chunks[chunks.count - 1].append(element)
      } else {
        chunks.append([element])
      }
    }
    return chunks
  }
}
