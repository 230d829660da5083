import CSQLite

/// How much a connection keeps of its files, and how much a sort orders at once.
///
/// To the library both are one number, `cache_size`. Pages should be many, because a lazy walk returns to them; what a
/// sort orders in memory before it goes on in a file should be little, because meanwhile the library asks nobody whether
/// to go on. So the number says what is good for a sort, and the cache holds several times as much.
enum PageCache {
  /// What a sort takes, in kibibytes: some hundred thousand numbers, ordered in a twentieth of a second.
  static let sortSize = 3_200
  /// How many times as much the cache holds: 16 MB.
  private static let factor: Int32 = 5

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
      PageCache.resize?(cache, pages > Int32.max / PageCache.factor ? pages : pages * PageCache.factor)
    }
    return kin_set_page_cache(&methods)
  }
}
