import Glibc

/// What the system knows an open stream by.
enum Descriptor {
  /// Writes all of it, whatever signals come in and however slowly it is read.
  ///
  /// - Parameter isStopped: asked between parts of it, for what a person may have stopped wanting.
  /// - Returns: whether the reader is still there.
  static func write(_ bytes: [UInt8], to file: Int32, isStopped: () -> Bool = { false }) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var rest = UnsafeRawBufferPointer(buffer)
      while let start = rest.baseAddress, !rest.isEmpty {
        let count = Glibc.write(file, start, rest.count)
        if count > 0 {
          rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        } else if errno == EAGAIN {
          wait(for: POLLOUT, of: file)
        } else if errno != EINTR {
          return false
        }
        if isStopped() { return true }
      }
      return true
    }
  }

  /// Waits for a stream that does not wait itself, because whoever shares it has made it one; a signal ends it.
  ///
  /// - Parameter event: `POLLIN` or `POLLOUT`.
  static func wait(for event: Int32, of file: Int32) {
    var waiting = pollfd(fd: file, events: Int16(event), revents: 0)
    poll(&waiting, 1, -1)
  }
}
