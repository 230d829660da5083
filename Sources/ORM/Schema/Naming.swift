/// The words that names are made of: normal forms, id suffixes, and the everyday words of roles.
package enum Naming {
  /// A name in lower snake case: `InvoiceLine`, `Invoice Line` and `invoice_line` are all `invoice_line`.
  ///
  /// Letters beyond ASCII stay as they are. Empty for a name without a letter or digit.
  package static func normalForm(_ name: some StringProtocol) -> String {
    if isNormal(name.utf8) { return String(name) }
    var result: [UInt8] = []
    let bytes = Array(name.utf8)
    result.reserveCapacity(bytes.count + 4)
    for (index, byte) in bytes.enumerated() {
      if byte.isUpper {
        let previous = index > 0 ? bytes[index - 1] : 0
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0
        let beginsWord = previous.isLowerOrDigit || (previous.isUpper && next.isLower)
        if beginsWord, let last = result.last, last != underscore { result.append(underscore) }
        result.append(byte | 0x20)
      } else if byte.isLowerOrDigit || byte >= 0x80 {
        result.append(byte)
      } else if let last = result.last, last != underscore {
        result.append(underscore)
      }
    }
    if result.last == underscore { result.removeLast() }
    return String(decoding: result, as: UTF8.self)
  }

  /// Most names are in normal form already.
  private static func isNormal(_ name: some Sequence<UInt8>) -> Bool {
    var previous = underscore
    for byte in name {
      guard byte.isLowerOrDigit || byte >= 0x80 || (byte == underscore && previous != underscore) else {
        return false
      }
      previous = byte
    }
    return previous != underscore
  }

  /// What a foreign-key column says of its parent: the column's normal form without its id suffix
  /// (`author_id` → `author`), else without the parent column's name (`country_code` → `country`), else
  /// without an id prefix.
  ///
  /// All names are normal forms; `singular` is the parent table's.
  static func role(ofColumn name: String, parentColumn parent: String, singular: String) -> String {
    if let stem = withoutIDSuffix(name) { return stem }
    if withoutIDSuffix(parent) == nil, parent != "id", let stem = dropping("_" + parent, from: name) {
      return stem
    }
    if name == singular + "id" { return singular }
    for prefix in ["fk_", "id_"]
    where name.utf8.starts(with: prefix.utf8) && name.utf8.count > prefix.utf8.count {
      return String(name.dropFirst(prefix.count))
    }
    return name
  }

  /// `author` for `author_id`; nil when nothing marks the name as an id.
  static func withoutIDSuffix(_ normalForm: String) -> String? {
    for suffix in ["_id", "_uuid", "_guid", "_fk", "_pk"] {
      if let stem = dropping(suffix, from: normalForm) { return stem }
    }
    return nil
  }

  private static func dropping(_ suffix: String, from name: String) -> String? {
    name.ends(in: suffix) && name.utf8.count > suffix.utf8.count ? String(name.dropLast(suffix.count)) : nil
  }

  /// What people call those on the other side of a role that a table plays towards itself: `sequel_of` makes
  /// sequels, `influenced_by` makes the influenced.
  ///
  /// - Parameter singular: the table's; `parent_category` of a category is its parent.
  static func everydayWord(forRole role: String, singular: String) -> String? {
    switch dropping("_" + singular, from: role) ?? role {
    case "parent", "mother", "father": "children"
    case "dam", "sire": "offspring"
    case "ancestor": "descendants"
    case "guardian": "wards"
    case "manager", "reports_to", "boss", "chief": "reports"
    case "mentor": "mentees"
    case "tutor": "tutees"
    case "supervisor": "supervisees"
    case "advisor", "adviser": "advisees"
    case "predecessor": "successors"
    case "successor": "predecessors"
    case "reply_to", "in_reply_to": "replies"
    case "requires", "prerequisite": "required_by"
    case "replaces": "replaced_by"
    case "extends": "extended_by"
    default:
      dropping("_of", from: role).map(Inflection.plural) ?? dropping("_by", from: role)
    }
  }

  /// The preposition that a role is, alone or before the parent's name: `transfers_from` reads better than
  /// `transfers_as_from_branch`.
  static func preposition(ofRole role: String, singular: String) -> String? {
    let word = dropping("_" + singular, from: role) ?? role
    return ["from", "to"].contains(word) ? word : nil
  }

  /// Several that play a role: `follower` makes followers, and `followed`, which is no noun, stays as it is.
  static func several(inRole role: String) -> String {
    let isParticiple = role.ends(in: "ed") && !role.ends(in: "eed") && role.utf8.count > 4
    return isParticiple ? role : Inflection.plural(role)
  }

  /// Roles that a column named so plays towards its own table even where nothing declares it.
  static let selfRoles: Set<String> = [
    "parent", "manager", "supervisor", "boss", "mentor", "reports_to", "reply_to", "in_reply_to", "mother",
    "father", "spouse", "predecessor", "successor",
  ]

  private static let underscore = UInt8(ascii: "_")
}

extension UInt8 {
  fileprivate var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  fileprivate var isLower: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
  fileprivate var isLowerOrDigit: Bool { isLower || (self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")) }
}
