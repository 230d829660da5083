import CMalloc
import Glibc

/// Memory that grows by `realloc`, which moves large pieces by remapping pages, not bytes.
///
/// What it grows by is no memory until it is written to, and there is never a second copy of what was there.
enum GrowingMemory {
  private static let largeSize = 1 << 20
  /// Has the C library map whatever is larger.
  ///
  /// By itself it stops doing so, up to 32 MB, for what is mapped and freed often, and then a piece that grows leaves a
  /// hole of its size behind.
  private static let largeIsMapped = mallopt(M_MMAP_THRESHOLD, CInt(largeSize))

  /// - Parameter size: in bytes.
  /// - Returns: where it is now; nil where there is no memory left.
  static func resize(_ memory: UnsafeMutableRawPointer?, to size: Int) -> UnsafeMutableRawPointer? {
    if size > largeSize { _ = largeIsMapped }
    return realloc(memory, size)
  }

  /// Gives back what was freed: by itself the C library keeps it for what may come.
  static func returnFreed() { malloc_trim(0) }
}

/// Whole numbers of four bytes, one behind the other.
struct NumberList: ~Copyable {
  private var numbers: UnsafeMutablePointer<UInt32>?
  private(set) var count = 0
  private var capacity = 0

  deinit { free(numbers) }

  /// - Precondition: the index is below the count.
  subscript(index: Int) -> UInt32 {
    get {
      precondition(index < count)
      return numbers.unsafelyUnwrapped[index]
    }
    set {
      precondition(index < count)
      numbers.unsafelyUnwrapped[index] = newValue
    }
  }

  /// Writes to every place that it makes, so to make many more than are needed takes memory.
  mutating func grow(to count: Int, with number: UInt32) {
    guard count > self.count else { return }
    if count > capacity {
      capacity = max(16, capacity * 2, count)
      let size = capacity * MemoryLayout<UInt32>.stride
      guard let memory = GrowingMemory.resize(numbers, to: size) else {
        preconditionFailure("out of memory for \(size) bytes")
      }
      numbers = memory.assumingMemoryBound(to: UInt32.self)
    }
    (numbers.unsafelyUnwrapped + self.count).initialize(repeating: number, count: count - self.count)
    self.count = count
  }
}
