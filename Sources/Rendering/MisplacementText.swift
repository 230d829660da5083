internal import Language

/// The sentences about parts of the language that have no meaning where they stand.
enum MisplacementText {
  static func words(for misplacement: Misplacement) -> (sentence: String, details: [String]) {
    switch misplacement {
    case .hopAfterCount:
      ("A count is one number, and nothing can follow it.", ["Put conditions and positions before it."])
    case .closure(let name):
      ("Walking \(name) all the way, by + or *, is not possible.", ["Repeat the hop: .\(name).\(name)"])
    case .shape:
      (
        "Shapes in braces are not possible.",
        ["One attribute: .name   all of them: leave the path at the record"]
      )
    case .sliceOfSlice:
      ("These values are sliced already, and one of the slices counts from the end.", ["Use one slice."])
    case .sortOfValues:
      (
        "Values keep the order of their records.",
        ["Sort the records before the attribute: .sort(title).title"]
      )
    case .distinctAfterSlice:
      ("distinct() cannot follow a slice of values.", ["Put it before the slice: .distinct()[:3]"])
    case .flatHop:
      (
        "flat answers a whole path by one statement; one hop alone cannot be flat.",
        ["For the path: load flat"]
      )
    case .eagerMarkInCondition:
      ("A condition is worked out by SQL and loads nothing, so nothing in it can be eager.", [])
    case .bracketsInCondition:
      ("Brackets cannot stand inside a condition.", ["Ask with any, all or count: books.any(year > 1960)"])
    case .hopAfterVerbInCondition:
      ("Nothing can follow a verb inside a condition.", [])
    case .twoToManyCompared:
      ("Both sides have many values, so they cannot be compared with each other.", [])
    case .ownAgainstToMany:
      (
        "An attribute of this record cannot be compared with one that has many values.",
        ["Compare each side with a value of its own."]
      )
    }
  }
}
