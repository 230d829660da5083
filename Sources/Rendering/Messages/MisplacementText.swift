internal import Language

/// The sentences about parts of the language that have no meaning where they stand.
enum MisplacementText {
  /// Where the line that was meant is asked about, or can be shown in the names at hand, no other need be.
  static func words(
    for misplacement: Misplacement, of diagnostic: Diagnostic, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    let words = words(for: misplacement, examples)
    switch misplacement {
    case .aggregateOfOneRecord:
      return diagnostic.examples.isEmpty ? words : (words.sentence, ExampleText.words(diagnostic.examples))
    case .hopAfterShape, .sortOfValues, .notOfGroup, .argumentAfterValues, .sqlForPath:
      if !diagnostic.suggestions.isEmpty { return (words.sentence, []) }
      return diagnostic.examples.isEmpty ? words : (words.sentence, ExampleText.words(diagnostic.examples))
    default: return words
    }
  }

  static func words(
    for misplacement: Misplacement, _ examples: ExampleNames
  ) -> (sentence: Sentence, details: [Sentence]) {
    switch misplacement {
    case .hopAfterAggregate:
      ("This is one value, and nothing can follow it.", ["Put conditions and positions before it."])
    case .hopAfterShape:
      (
        "Braces end a path, and nothing can follow them.",
        ["Put conditions, orders and positions before them: \(type: examples.fill("[:3]{title}"))"]
      )
    case .hopAfterGroups:
      (
        "After groups come conditions, orders and positions over their columns.",
        ["\(type: "[count > 3]")   \(type: ".sort(-count)")   \(type: "[:5]")   \(type: ".count()")"]
      )
    case .closureElsewhere(let name, let from, let to):
      (
        "\(name) leads from \(from) to \(to), so it cannot be followed again from there.",
        ["+ and * walk a relationship of an entity with itself."]
      )
    case .aggregateOfOneRecord(let function):
      (
        "Braces describe one record, and \(function) wants many.",
        ["Of a relationship: \(examples.fill("books.\(function)(…)"))"]
      )
    case .argumentAfterValues(let function):
      (
        "The values before it are what \(function) takes, so its parentheses stay empty.",
        ["Or of the records: \(type: examples.fill(".\(function)(year)"))"]
      )
    case .labelOutsideWith:
      ("Only with takes a strategy after a colon.", ["As in: \(type: examples.fill("with(books: joined)"))"])
    case .fieldTwice(let name):
      ("There is a column \(name) already.", ["Give it another name: \(type: "other: \(name)")"])
    case .expressionInShape:
      (
        "A field is a path or an aggregate, and nothing is worked out in braces.",
        ["Worked-out values stand in […], sort(…), sum(…) and group(…), or in SQL."]
      )
    case .groupInShape:
      (
        "Groups cannot stand in braces.",
        ["One value of each record can: \(type: examples.fill("n: books.count()"))"]
      )
    case .notOfGroup:
      (
        "A group has its keys and what is worked out of its records.",
        ["group(publisher){count(), avg(year), n: \(type: examples.fill("max(title)}"))"]
      )
    case .twoToManyKeys:
      (
        "Only one key of a group may lead over a to-many relationship.",
        ["Group by one of them."]
      )
    case .sliceOfSlice:
      ("These values are sliced already, and one of the slices counts from the end.", ["Use one slice."])
    case .sortOfValues:
      (
        "Values keep the order of their records.",
        ["Sort the records before the attribute: \(type: examples.fill(".sort(title).title"))"]
      )
    case .distinctAfterSlice:
      ("distinct() cannot follow a slice of values.", ["Put it before the slice: \(type: ".distinct()[:3]")"])
    case .flatHop:
      (
        "flat answers a whole path by one query; one hop alone cannot be flat.",
        ["For the path: \(type: "load flat")"]
      )
    case .eagerMarkInCondition:
      ("A condition is worked out by SQL and loads nothing, so nothing in it can be eager.", [])
    case .hopAfterVerbInCondition:
      ("Nothing can follow a verb inside a condition.", [])
    case .twoToManyCompared:
      ("Both sides have many values, so they cannot be compared with each other.", [])
    case .sliceInCondition:
      (
        "A condition cannot ask by position.",
        [
          "By a key or a condition: \(type: examples.fill("books[7].any()"))   \(type: examples.fill("books[year > 1960].count() > 3"))"
        ]
      )
    case .verbInCondition(let verb):
      (
        "\(verb)() has no place inside a condition.",
        ["What can be asked of many there: count, sum, avg, min, max, any, all"]
      )
    case .closureInCondition(let name):
      (
        "Inside a condition \(name) is one hop, and cannot be walked all the way.",
        ["One hop: \(type: SyntaxPrinter.operand(name))"]
      )
    case .shapeInCondition:
      (
        "A condition needs one value, and braces give several.",
        ["One attribute: \(type: examples.fill("books.title"))"]
      )
    case .aggregateOfNothing(let verb):
      (
        "\(verb)() does not say of which records.",
        [
          "It stands behind the hop that leads to them: \(examples.fill("books.\(verb)(\(verb == "count" ? "" : "…"))"))"
        ]
      )
    case .aggregateOfOneValue(let verb, let name):
      (
        "\(name) is one value of one record, so \(verb)() has nothing to bring together.",
        ["Of many: \(type: examples.fill("books.year.\(verb)()"))"]
      )
    case .hopAfterVariable(let name):
      (
        "A variable in a condition stands for its values, its records, or one attribute of them.",
        ["Walk on before: x = \(name).books, and then in the condition x"]
      )
    case .sqlForPath(let command, let sql):
      (
        "\(command) takes a path, and this is SQL.",
        ["How the database runs it: \(type: "\(examples.command("explain")) \(sql)")"]
      )
    case .variableForTable(let name):
      (
        "\"\(name)\" is a variable, and a table is needed here.",
        ["To see the variables: \(type: examples.command("vars"))"]
      )
    }
  }
}
