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
          // Whoever shares the stream has made it one that does not wait.
          var waiting = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
          poll(&waiting, 1, -1)
        } else if errno != EINTR {
          return false
        }
        if isStopped() { return true }
      }
      return true
    }
  }
}
