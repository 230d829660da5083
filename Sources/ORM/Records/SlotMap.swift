/// Where the records of one store are in another one of the same entity.
struct SlotMap {
  /// By slot; nil where the other store is the same one.
  private var places: [Slot]?
  private static let nowhere = Slot.max

  /// Every record is where it was.
  static var identity: SlotMap { SlotMap(places: nil) }

  private init(places: [Slot]?) { self.places = places }

  /// No record is anywhere yet.
  ///
  /// - Parameter last: the highest slot that will be moved.
  init(upTo last: Slot?) {
    places = Array(repeating: Self.nowhere, count: last.map { Int($0) + 1 } ?? 0)
  }

  var isIdentity: Bool { places == nil }

  /// The new place of a record; nil for one that was left behind.
  subscript(slot: Slot) -> Slot? {
    get {
      guard let places else { return slot }
      guard Int(slot) < places.count, places[Int(slot)] != Self.nowhere else { return nil }
      return places[Int(slot)]
    }
    set { places?[Int(slot)] = newValue ?? Self.nowhere }
  }
}
