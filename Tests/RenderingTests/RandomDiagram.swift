import Rendering
import TestSupport

extension Diagram {
  /// Entities of random sizes with random relationships between them: cycles, loops, several between the same two,
  /// parts that hang together with nothing.
  init(seed: UInt64, entities count: ClosedRange<Int> = 1...14) {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: count, using: &generator)
    let entities = (0..<count).map { index in
      var columns = [Column(name: "id", type: "INTEGER", isKey: true)]
      if generator.chance(20) { columns.append(Column(name: "number", type: "", isKey: true)) }
      if generator.chance(70) { columns.append(Column(name: "name", type: "TEXT", isLabel: true)) }
      let letters = "abcdefghijklmnopqrstuvwxyz".shuffled(using: &generator)
      let length = Int.random(in: 0...14, using: &generator)
      return Entity(name: "e\(index)_" + String(letters.prefix(length)), columns: columns)
    }
    let links = Int.random(in: 0...(count + count / 2), using: &generator)
    let relationships = (0..<links).map { number in
      let child = Int.random(in: 0..<count, using: &generator)
      // Mostly to those before, as tables refer to tables that there are.
      let parent = Int.random(in: 0..<(generator.chance(85) ? child + 1 : count), using: &generator)
      let name = "r\(number)" + (generator.chance(30) ? "_of_some_length" : "")
      if parent != child, generator.chance(15) {
        return Relationship(
          parent: parent, child: child, parentEnd: .many, childEnd: .many, name: name, inverse: "back",
          junction: "j\(number)", isInferred: generator.chance(10))
      }
      return Relationship(
        parent: parent, child: child, parentEnd: generator.pick([.one, .one, .oneOrNone]),
        childEnd: generator.pick([.many, .many, .many, .oneOrNone]), name: name, inverse: "back",
        label: generator.chance(40) ? name : nil, isInferred: generator.chance(15), onDelete: "cascade")
    }
    self.init(entities: entities, relationships: relationships)
  }
}
