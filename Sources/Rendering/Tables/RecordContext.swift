package import SQL

/// What a card says of a record beside its attributes: what it is called, and where its relationships lead.
package struct RecordContext {
  /// Where one relationship leads from the record.
  package struct Way {
    /// With `~` before it where nobody declared it.
    package var name: String
    package var isToMany: Bool
    /// What it leads to as one would type it: `book`, `country["US"]`.
    package var target: String
    /// Whether `target` has the key of the record it leads to.
    package var hasKey = false
    /// Whether it costs no statement to follow it.
    package var isLoaded: Bool
    /// How many are there or why none is, as in `10 books`; empty where nobody knows without asking.
    package var count = ""
    /// What the first of them are called.
    package var names: [Value] = []
    /// How many more there are.
    package var unnamed = 0

    package init(name: String, isToMany: Bool, target: String, isLoaded: Bool) {
      self.name = name
      self.isToMany = isToMany
      self.target = target
      self.isLoaded = isLoaded
    }
  }

  /// As one would type it, `author[3]`, or only what it is, `author`.
  package var path: String
  /// Whether `path` has the record's key.
  package var hasKey: Bool
  /// What names it to a person; nil where nothing does.
  package var label: Value?
  package var ways: [Way]
  /// A line to type that lists all of the ways.
  package var allWaysBy: String
  /// A line to type that goes on from here; nil where nothing leads on.
  package var onBy: String?

  package init(path: String, hasKey: Bool, label: Value?, ways: [Way], allWaysBy: String, onBy: String?) {
    self.path = path
    self.hasKey = hasKey
    self.label = label
    self.ways = ways
    self.allWaysBy = allWaysBy
    self.onBy = onBy
  }
}
