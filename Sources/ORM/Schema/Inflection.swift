/// English singulars and plurals, for names.
///
/// Takes names in snake case and inflects their last word. A word already in the wanted form stays as it is,
/// and so does one that is the same in both (`staff`, `series`) or ends in a digit (`sales_2024`). Rails' rules,
/// without those that go wrong on column and table names (`quotas`, `caches`, `drives`).
package enum Inflection {
  package static func plural(_ name: String) -> String { inflectLast(name, plural(word:)) }
  package static func singular(_ name: String) -> String { inflectLast(name, singular(word:)) }

  private static func inflectLast(_ name: String, _ inflect: (Substring) -> String) -> String {
    let start =
      name.utf8.lastIndex(of: UInt8(ascii: "_")).map { name.utf8.index(after: $0) } ?? name.startIndex
    return String(name[..<start]) + inflect(name[start...])
  }

  private static func plural(word: Substring) -> String {
    let same = String(word)
    // Words of another script have another grammar, and numbers have no plural.
    guard let last = word.utf8.last, last.isASCIILetter else { return same }
    if unchanged.contains(same) || pluralOnly.contains(same) { return same }
    if let plural = plurals[same] { return plural }
    if singulars[same] != nil { return same }
    for (singular, plural) in compounds {
      if word.ends(in: plural) { return same }
      if word.ends(in: singular) { return word.dropLast(singular.count) + plural }
    }
    if endsInS(word) { return same + "es" }
    if word.ends(in: "sis") { return word.dropLast(2) + "es" }
    if word.ends(in: "ss") || word.ends(in: "x") || word.ends(in: "ch") || word.ends(in: "sh") {
      return same + "es"
    }
    if word.ends(in: "s") { return same }
    if word.ends(in: "quiz") { return same + "zes" }
    if word.ends(in: "y"), endsInConsonantBeforeY(word) { return word.dropLast() + "ies" }
    return same + "s"
  }

  private static func singular(word: Substring) -> String {
    let same = String(word)
    guard let last = word.utf8.last, last < 0x80 else { return same }
    if unchanged.contains(same) || plurals[same] != nil { return same }
    if let singular = singulars[same] { return singular }
    for (singular, plural) in compounds where word.ends(in: plural) {
      return word.dropLast(plural.count) + singular
    }
    guard word.ends(in: "s"), word.count > 1 else { return same }
    if endsInS(word) || word.ends(in: "ss") || word.ends(in: "sis") { return same }
    if word.ends(in: "es"), endsInS(word.dropLast(2)) { return String(word.dropLast(2)) }
    for suffix in ["lyses", "theses", "crises", "noses", "nopses"] where word.ends(in: suffix) {
      return word.dropLast(2) + "is"
    }
    if word.ends(in: "quizzes") { return String(word.dropLast(3)) }
    for suffix in ["sses", "xes", "ches", "shes", "oes"]
    where word.ends(in: suffix) && word.count > suffix.count {
      return String(word.dropLast(2))
    }
    if word.ends(in: "ies"), word.count > 4 { return word.dropLast(3) + "y" }
    return String(word.dropLast())
  }

  private static func endsInConsonantBeforeY(_ word: Substring) -> Bool {
    guard let before = word.dropLast().last else { return false }
    return !"aeiou".contains(before) || word.ends(in: "quy")
  }

  /// A singular in -s that takes -es.
  private static func endsInS(_ word: Substring) -> Bool {
    word.utf8.last == UInt8(ascii: "s") && isSingularInS(word)
  }

  private static func isSingularInS(_ word: Substring) -> Bool {
    singularsInS.contains { word.ends(in: $0) } || word == "bus" || word == "gas" || word == "plus"
  }

  private static let singularsInS = [
    "status", "alias", "atlas", "bias", "canvas", "iris", "lens", "bonus", "campus", "virus", "census",
    "corpus",
    "genus", "focus", "nexus", "opus", "circus", "consensus", "syllabus", "stimulus", "surplus", "apparatus",
    "prospectus", "nucleus", "minibus", "omnibus", "octopus", "chorus", "christmas", "chassis",
  ]

  /// The same in singular and plural.
  private static let unchanged: Set<String> = [
    "equipment", "information", "rice", "money", "species", "series", "fish", "sheep", "jeans", "police",
    "staff",
    "news", "data", "metadata", "media", "multimedia", "aircraft", "spacecraft", "hardware", "software",
    "feedback", "furniture", "luggage", "personnel", "moose", "salmon", "deer",
    "offspring", "headquarters", "corps", "lingerie", "music", "weather",
  ]

  private static let pluralOnly: Set<String> = ["goods", "clothes", "statistics", "settings"]

  private static let plurals = [
    "man": "men", "salesman": "salesmen", "chairman": "chairmen", "craftsman": "craftsmen",
    "businessman": "businessmen", "fisherman": "fishermen", "fireman": "firemen", "policeman": "policemen",
    "ox": "oxen", "mouse": "mice", "louse": "lice", "goose": "geese", "foot": "feet", "tooth": "teeth",
    "index": "indexes", "matrix": "matrices", "vertex": "vertices", "appendix": "appendices", "axis": "axes",
    "criterion": "criteria", "phenomenon": "phenomena", "bacterium": "bacteria", "curriculum": "curricula",
    "datum": "data", "half": "halves", "shelf": "shelves", "bookshelf": "bookshelves", "wolf": "wolves",
    "calf": "calves", "elf": "elves", "self": "selves", "leaf": "leaves", "loaf": "loaves",
    "thief": "thieves",
    "scarf": "scarves", "hoof": "hooves", "wife": "wives", "housewife": "housewives", "midwife": "midwives",
    "knife": "knives", "life": "lives", "movie": "movies", "cookie": "cookies", "zombie": "zombies",
    "selfie": "selfies", "calorie": "calories", "rookie": "rookies", "genie": "genies",
    "smoothie": "smoothies",
    "brownie": "brownies", "hoodie": "hoodies", "prairie": "prairies", "pixie": "pixies", "cache": "caches",
    "niche": "niches", "headache": "headaches", "avalanche": "avalanches", "axe": "axes", "shoe": "shoes",
    "toe": "toes", "canoe": "canoes", "foe": "foes", "hero": "heroes", "potato": "potatoes",
    "tomato": "tomatoes",
    "echo": "echoes", "veto": "vetoes", "cargo": "cargoes", "buffalo": "buffaloes", "torpedo": "torpedoes",
  ]

  private static let singulars: [String: String] = {
    var singulars: [String: String] = [:]
    for (singular, plural) in plurals.sorted(by: { $0.key < $1.key }) { singulars[plural] = singular }
    singulars["axes"] = "axis"
    singulars["data"] = nil
    singulars["indices"] = "index"
    return singulars
  }()

  /// Endings that keep their irregular plural in compounds (`salesperson`, `grandchild`).
  private static let compounds = [("person", "people"), ("child", "children"), ("woman", "women")]
}

extension UInt8 {
  fileprivate var isASCIILetter: Bool {
    (self | 0x20) >= UInt8(ascii: "a") && (self | 0x20) <= UInt8(ascii: "z")
  }
}
