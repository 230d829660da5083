import CSQLite

/// How much a connection keeps of its files, and how much a sort orders at once.
///
/// To the library both are one number, `cache_size`. Pages should be many, because a lazy walk returns to them; what a
/// sort orders in memory before it goes on in a file should be little, because meanwhile the library asks nobody whether
/// to go on. So the number says what is good for a sort, and the cache of a file holds several times as much.
///
/// The tables that a statement makes for itself (of a recursion, a DISTINCT, an IN) have caches of their own. They are
/// written and read in passes, and gain nothing from more than the library gives them.
enum PageCache {
  /// What a sort takes, in kibibytes: some hundred thousand numbers, ordered in a twentieth of a second.
  static let sortSize = 3_200
  /// How many times as much the cache holds: 13 MB.
  private static let factor: Int32 = 4

  /// What the library gives a table of a statement, and every file before it is told otherwise: 2,000 kibibytes
  /// (https://sqlite.org/pragma.html#pragma_cache_size) in pages of 4,096 bytes with what it keeps beside each.
  private static let standardSize: Range<Int32> = 400..<501

  nonisolated(unsafe) private static var resize: (@convention(c) (OpaquePointer?, Int32) -> Void)?

  /// Before the first connection; afterwards it does nothing.
  ///
  /// - Returns: the library's result code.
  static func enlarge() -> Int32 {
    var methods = sqlite3_pcache_methods2()
    let code = kin_get_page_cache(&methods)
    guard code == SQLITE_OK else { return code }
    resize = methods.xCachesize
    methods.xCachesize = { cache, pages in
      let isFile = !PageCache.standardSize.contains(pages) && pages <= Int32.max / PageCache.factor
      PageCache.resize?(cache, isFile ? pages * PageCache.factor : pages)
    }
    return kin_set_page_cache(&methods)
  }
}
