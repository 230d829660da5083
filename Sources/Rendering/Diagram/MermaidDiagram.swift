extension DiagramFormat {
  /// The language of Mermaid (https://mermaid.js.org/syntax/entityRelationshipDiagram.html).
  package static let mermaid = DiagramFormat(name: "mermaid", summary: "an erDiagram of Mermaid") {
    diagram, _ in
    MermaidDiagram(diagram).text
  }
}

/// A schema as an entity relationship diagram of Mermaid.
private struct MermaidDiagram {
  private let diagram: Diagram
  private let identifiers: [String]

  init(_ diagram: Diagram) {
    self.diagram = diagram
    var taken: Set<String> = []
    identifiers = diagram.entities.map { entity in
      let word = Self.word(entity.name)
      var identifier = word
      var number = 2
      while !taken.insert(identifier.lowercased()).inserted {
        identifier = "\(word)_\(number)"
        number += 1
      }
      return identifier
    }
  }

  var text: String {
    var text = "erDiagram\n"
    for (entity, identifier) in zip(diagram.entities, identifiers) {
      let title = identifier == entity.name ? identifier : "\(identifier)[\"\(Self.escaped(entity.name))\"]"
      guard !entity.columns.isEmpty else {
        text += "  \(title)\n"
        continue
      }
      text += "  \(title) {\n"
      for column in entity.columns {
        let name = Self.word(column.name)
        let keys = [(column.isKey, "PK"), (column.isForeignKey, "FK"), (column.isUnique, "UK")]
          .filter(\.0).map(\.1)
        text += "    \(Self.type(column.type)) \(name)"
        if !keys.isEmpty { text += " " + keys.joined(separator: ", ") }
        if name != column.name { text += " \"\(Self.escaped(column.name))\"" }
        text += "\n"
      }
      text += "  }\n"
    }
    for relationship in diagram.relationships {
      let line = relationship.isInferred ? ".." : "--"
      let left = Self.left(relationship.parentEnd)
      let right = Self.right(relationship.childEnd)
      text +=
        "  \(identifiers[relationship.parent]) \(left)\(line)\(right) \(identifiers[relationship.child])"
      text += " : \"\(Self.escaped(relationship.title))\"\n"
    }
    return text
  }

  private static func left(_ end: Diagram.End) -> String {
    switch end {
    case .one: "||"
    case .oneOrNone: "|o"
    case .many: "}o"
    }
  }

  private static func right(_ end: Diagram.End) -> String {
    switch end {
    case .one: "||"
    case .oneOrNone: "o|"
    case .many: "o{"
    }
  }

  /// Words that begin something else in Mermaid.
  private static let reserved: Set<String> = [
    "acctitle", "accdescr", "class", "classdef", "direction", "end", "erdiagram", "many", "one", "only",
    "optionally", "style", "title", "to", "u", "zero",
  ]

  /// A name of letters, digits and underscores.
  private static func word(_ name: String) -> String {
    var word = String(
      name.map { character in
        character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
      })
    if word.first?.isLetter != true { word = "_" + word }
    return reserved.contains(word.lowercased()) ? word + "_" : word
  }

  private static func type(_ type: String) -> String {
    let first = type.lowercased().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    return first.first?.isLetter == true ? String(first) : "any"
  }

  /// Text between quotation marks, with Mermaid's own entities.
  private static func escaped(_ text: String) -> String {
    VisibleText.plain(text, charset: .unicode).reduce(into: "") { result, character in
      switch character {
      case "\"": result += "#quot;"
      case "#": result += "#35;"
      case "<": result += "#lt;"
      case ">": result += "#gt;"
      case ";": result += "#59;"
      default: result.append(character)
      }
    }
  }
}

extension Diagram.Relationship {
  /// As in `author, on delete cascade` or `genres through book_genre`.
  var title: String {
    var title = name
    if let junction { title += " through \(junction)" }
    if let onDelete { title += ", on delete \(onDelete)" }
    return title
  }
}
