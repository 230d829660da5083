import Glibc

/// Work on a thread of its own, for which nobody waits.
enum DetachedThread {
  private final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Signals are for the thread that waits for them, so this one gets none.
  ///
  /// - Returns: an `errno` where no thread could be had, and nothing is done; else 0.
  static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
    var all = sigset_t()
    var former = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    var thread = pthread_t()
    let work = Unmanaged.passRetained(Work(body))
    let failure = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard failure == 0 else {
      work.release()
      return failure
    }
    pthread_detach(thread)
    return 0
  }
}
