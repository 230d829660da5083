package import ORM
import SQL

/// The ways over relationships from one entity to another: the shortest, then those with one hop more.
package struct RelationshipPaths: Sendable {
  package let start: EntityID
  /// The shortest first.
  package private(set) var paths: [[RelationshipID]] = []
  /// How many more there are of the same lengths; nil for more than anybody counted.
  package private(set) var others: Int? = 0

  /// What is shown.
  private static let mostShown = 8
  /// What is counted.
  private static let mostCounted = 1_000
  /// Steps of the search for one length; a schema in which most of them lead nowhere is not walked to its end.
  private static let mostSteps = 50_000
  /// From an entity back to itself.
  private static let longestRound = 4

  private let schema: Schema
  private let end: EntityID
  private let steps: [[Relationship]]
  /// Hops to the end, at the least; nil where nothing leads there.
  private let distances: [Int?]

  package init(from start: EntityID, to end: EntityID, schema: Schema) {
    self.start = start
    self.end = end
    self.schema = schema
    let hidden = schema.linksOnly.subtracting([start, end])
    steps = schema.entities.map { entity in
      entity.relationships.map { schema[$0] }.filter {
        !hidden.contains($0.source) && !hidden.contains($0.target)
      }
    }
    distances = Self.distances(to: end, steps)
    find()
  }

  private static func distances(to end: EntityID, _ steps: [[Relationship]]) -> [Int?] {
    var sources: [EntityID: [EntityID]] = [:]
    for step in steps.joined() { sources[step.target, default: []].append(step.source) }
    var distances: [Int?] = Array(repeating: nil, count: steps.count)
    distances[end.index] = 0
    var edge = [end]
    var distance = 0
    while !edge.isEmpty {
      distance += 1
      var next: [EntityID] = []
      for source in edge.flatMap({ sources[$0] ?? [] }) where distances[source.index] == nil {
        distances[source.index] = distance
        next.append(source)
      }
      edge = next
    }
    return distances
  }

  private mutating func find() {
    let shortest: Int
    if start == end {
      shortest = 1
    } else {
      guard let distance = distances[start.index] else { return }
      shortest = distance
    }
    let lengths = start == end ? 1...Self.longestRound : shortest...(shortest + 1)
    var found: Int?
    for length in lengths where length <= (found ?? length) + 1 {
      var all: [[Relationship]] = []
      var path: [Relationship] = []
      var visited: Set<EntityID> = [start]
      var left = Self.mostSteps
      walk(from: start, length, &path, &visited, &all, &left)
      if !all.isEmpty, found == nil { found = length }
      let sorted = all.enumerated().sorted {
        (Self.tables($0.element), $0.offset) < (Self.tables($1.element), $1.offset)
      }
      let room = Self.mostShown - paths.count
      paths += sorted.prefix(room).map { $0.element.map(\.id) }
      let rest = max(0, all.count - room)
      others = all.count >= Self.mostCounted || left <= 0 ? nil : others.map { $0 + rest }
    }
  }

  /// Tables that are gone through: a many-to-many goes through two.
  private static func tables(_ path: [Relationship]) -> Int {
    path.reduce(0) { $0 + ($1.junction == nil ? 1 : 2) }
  }

  /// All ways of exactly this length; none comes to an entity twice.
  private func walk(
    from entity: EntityID, _ length: Int, _ path: inout [Relationship], _ visited: inout Set<EntityID>,
    _ found: inout [[Relationship]], _ left: inout Int
  ) {
    for step in steps[entity.index] where found.count < Self.mostCounted && left > 0 {
      left -= 1
      guard let distance = distances[step.target.index], path.count + 1 + distance <= length,
        !leadsStraightBack(step, after: path.last)
      else { continue }
      if step.target == end {
        if path.count + 1 == length { found.append(path + [step]) }
      } else if visited.insert(step.target).inserted {
        path.append(step)
        walk(from: step.target, length, &path, &visited, &found, &left)
        path.removeLast()
        visited.remove(step.target)
      }
    }
  }

  /// As `author.books.author`, which is the author again; `book.author.books` are books that have something in common.
  private func leadsStraightBack(_ step: Relationship, after last: Relationship?) -> Bool {
    guard let last else { return false }
    return last.inverse == step.id && !step.isToMany
  }
}

extension Schema {
  /// Junctions that hold nothing but links: a many-to-many leads over each of them.
  var linksOnly: Set<EntityID> {
    let junctions = Set(relationships.compactMap { $0.junction?.entity })
    return junctions.filter { self[$0].isJunction }
  }
}
