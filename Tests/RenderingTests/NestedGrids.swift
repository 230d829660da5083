import Rendering
import SQL

/// Nested results: one as people make it, one of what breaks tables, and the extremes.
enum NestedGrids {
  private static let id = Grid.Column(name: "id", type: "INTEGER", isKey: true, isNumeric: true)
  private static let name = Grid.Column(name: "name", type: "TEXT")
  private static let title = Grid.Column(name: "title", type: "TEXT")
  private static let year = Grid.Column(name: "year", type: "INTEGER", isNumeric: true)

  /// As `author{id, name, country{name}, books{title, year}, n: books.count()}` has it.
  static var authors: Grid { Grid(columns: authorColumns, nestedRows: authorRows, noun: "author") }
  /// Its first row alone, as of `author[3]{…}`.
  static var author: Grid { Grid(columns: authorColumns, nestedRows: [authorRows[0]], noun: "author") }
  static var noAuthors: Grid { Grid(columns: authorColumns, nestedRows: [], noun: "author") }

  private static let authorColumns = [
    id, name, Grid.Column(name: "country", content: .record([name])),
    Grid.Column(name: "books", content: .records([title, year])),
    Grid.Column(name: "n", isNumeric: true),
  ]

  private static let authorRows = [
    author(
      3, "Ursula K. Le Guin", "United States",
      [
        ("A Wizard of Earthsea", 1968), ("The Left Hand of Darkness", 1969), ("The Dispossessed", 1974),
        ("The Word for World Is Forest", 1972),
      ]),
    author(7, "Gabriel García Márquez", "Colombia", [("Cien años de soledad", 1967)]),
    author(8, "Homer", nil, [("Iliad", nil), ("Odyssey", nil)]),
    author(9, "Harper Lee", "United States", []),
  ]

  private static func author(
    _ id: Value, _ name: String, _ country: String?, _ books: [(String, Value?)]
  ) -> [NestedValue] {
    [
      .value(id), .value(Value(name)), country.map { .record([.value(Value($0))]) } ?? .value(.null),
      .list(books.map { .record([.value(Value($0.0)), .value($0.1 ?? .null)]) }),
      .value(.integer(Int64(books.count))),
    ]
  }

  /// As of `author{name, books{title, genres{name}, awards{name, year}}, influenced_by.name}`: lists in lists,
  /// and lists beside each other.
  static var deep: Grid {
    let columns = [
      name,
      Grid.Column(
        name: "books",
        content: .records([
          title, Grid.Column(name: "genres", content: .records([name])),
          Grid.Column(name: "awards", content: .records([name, year])),
        ])),
      Grid.Column(name: "influenced_by.name", type: "TEXT", content: .values),
    ]
    func book(_ title: Value, _ genres: [Value], _ awards: [(Value, Value)]) -> NestedValue {
      .record([
        .value(title), .list(genres.map { .record([.value($0)]) }),
        .list(awards.map { .record([.value($0), .value($1)]) }),
      ])
    }
    return Grid(
      columns: columns,
      nestedRows: [
        [
          .value("Ursula K. Le Guin"),
          .list([
            book("A Wizard of Earthsea", ["Fantasy", "Young adult"], []),
            book("The Left Hand of Darkness", ["Science fiction"], [("Hugo", 1970), ("Nebula", 1969)]),
          ]),
          .list([.value("Tolkien"), .value(.null), .value("Woolf")]),
        ],
        [.value("Homer"), .list([book("Iliad", [], [])]), .list([])],
        [.value("Nobody"), .list([]), .list([.value("")])],
      ])
  }

  /// Lists alone: nothing stands in the first line of a record but what may be several.
  static var lists: Grid {
    let columns = [
      Grid.Column(
        name: "books",
        content: .records([
          Grid.Column(name: "genres", content: .records([name])),
          Grid.Column(name: "years", type: "INTEGER", isNumeric: true, content: .values),
        ]))
    ]
    func book(_ genres: [Value], _ years: [Value]) -> NestedValue {
      .record([.list(genres.map { .record([.value($0)]) }), .list(years.map(NestedValue.value))])
    }
    return Grid(
      columns: columns,
      nestedRows: [
        [.list([book(["Fantasy"], [1968]), book(["Poetry", "Essay"], []), book([], [1, 2, 3])])],
        [.list([book(["Fantasy"], [1970])])],
      ])
  }

  /// The nasty values in every place that a value can have, under nasty names.
  static var nasty: Grid {
    let inner = [
      Grid.Column(name: "a\nname\u{1B}[1m", type: "TEXT"), Grid.Column(name: "名前", type: "TEXT"),
      Grid.Column(name: "名前", content: .values),
    ]
    let columns = [
      id, Grid.Column(name: "to\u{202E}one", content: .record(inner)),
      Grid.Column(name: "a head that is far wider than what stands below it", content: .records(inner)),
      Grid.Column(name: "dash"),
    ]
    var values: [[Value]] = []
    try? NastyGrids.values.forEachRow { row in
      values.append(row.values)
      return true
    }
    func record(_ values: [Value]) -> NestedValue {
      .record([.value(values[2]), .value(values[4]), .list([.value(values[4]), .value(values[3])])])
    }
    let rows: [[NestedValue]] = stride(from: 0, to: values.count, by: 3).map { start in
      let group = values[start..<min(start + 3, values.count)]
      return [
        .value(values[start][0]), record(values[start]), .list(group.map(record)),
        .value(["–", "-", "[]", .null][start / 3 % 4]),
      ]
    }
    // What does not go with its column is shown all the same.
    let misfits: [[NestedValue]] = [
      [.record([.value(1)]), .list([.value(2)]), .value("x"), .list([])],
      [.list([.list([])]), .value("y"), .list([.value(3), .list([.value(4)]), .record([])])],
      [],
    ]
    return Grid(columns: columns, nestedRows: rows + misfits)
  }

  /// Records within records, so many levels.
  static func nested(_ depth: Int) -> Grid {
    func columns(_ level: Int) -> [Grid.Column] {
      let own = [Grid.Column(name: "level_\(level)", isNumeric: true)]
      guard level < depth else { return own }
      let inner = columns(level + 1)
      return own + [
        Grid.Column(name: "below_\(level)", content: level % 2 == 0 ? .record(inner) : .records(inner))
      ]
    }
    func values(_ level: Int, _ number: Int64) -> [NestedValue] {
      let own = [NestedValue.value(.integer(number))]
      guard level < depth else { return own }
      if level % 2 == 0 { return own + [.record(values(level + 1, number * 10))] }
      return own + [.list((1...2).map { .record(values(level + 1, number * 10 + $0)) })]
    }
    return Grid(columns: columns(1), nestedRows: [values(1, 1), values(1, 2)])
  }

  /// Row n has `sizes[n]` elements.
  static func lists(of sizes: [Int]) -> Grid {
    Grid(
      columns: [id, Grid.Column(name: "items", content: .records([id, title]))],
      nestedRows: sizes.enumerated().map { number, size in
        [
          .value(.integer(Int64(number))),
          .list((0..<size).map { .record([.value(.integer(Int64($0))), .value(Value("item \($0)"))]) }),
        ]
      })
  }

  /// Rows that are made as they are lent.
  static func streaming(
    _ count: Int, isCounted: Bool, isRepeatable: Bool, access: Bool, children: Int = 1,
    onRead: @escaping (Int) -> Void = { _ in }
  ) -> Grid {
    typealias Receive = ([NestedValue]) throws(DatabaseError) -> Bool
    func lend(_ range: Range<Int>, _ body: Receive) throws(DatabaseError) {
      for index in range {
        onRead(index)
        let items = (0..<children).map { NestedValue.value(.integer(Int64(index + $0))) }
        guard try body([.value(.integer(Int64(index))), .list(items)]) else { return }
      }
    }
    return Grid(
      columns: [id, Grid.Column(name: "items", isNumeric: true, content: .values)],
      rowCount: isCounted ? count : nil, isRepeatable: isRepeatable,
      forEachNestedRowInRange: access
        ? { (range, body) throws(DatabaseError) in try lend(range, body) } : nil,
      forEachNestedRow: { (body) throws(DatabaseError) in try lend(0..<count, body) })
  }
}
