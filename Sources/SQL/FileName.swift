import Glibc

/// Names of files as texts: to the system they are bytes, of which any may stand there but zero and the slash.
///
/// A byte that is no UTF-8 becomes two of the characters that Unicode leaves to the inside of programs (U+FDD0 to
/// U+FDEF, https://www.unicode.org/versions/latest/core-spec/chapter-23/#G12612): one for its first half, one for its
/// second. A name that holds such characters itself has each of their bytes so, and thus every name is one text, and
/// every text one name.
package enum FileName {
  package static func text(of bytes: some Sequence<UInt8>) -> String {
    var text = ""
    var parser = Unicode.UTF8.ForwardParser()
    let bytes = Array(bytes)
    var rest = bytes.makeIterator()
    var position = 0
    while true {
      let length: Int
      switch parser.parseScalar(from: &rest) {
      case .valid(let encoded):
        length = encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if !isHalf(scalar) {
          text.unicodeScalars.append(scalar)
          position += length
          continue
        }
      case .error(length: let wrong): length = wrong
      case .emptyInput: return text
      }
      for byte in bytes[position..<min(position + length, bytes.count)] {
        text.unicodeScalars.append(half(firstHalves, byte >> 4))
        text.unicodeScalars.append(half(secondHalves, byte & 15))
      }
      position += length
    }
  }

  /// - Parameter path: of the system, with a zero at its end.
  package static func text(ofCString path: UnsafePointer<CChar>) -> String {
    if let text = String(validatingCString: path), !text.unicodeScalars.contains(where: isHalf) {
      return text
    }
    return text(of: UnsafeBufferPointer(start: path, count: strlen(path)).map(UInt8.init(bitPattern:)))
  }

  package static func bytes(of text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var first: UInt8?
    for scalar in text.unicodeScalars {
      if let high = first, let low = nibble(of: scalar, secondHalves) {
        bytes.append(high << 4 | low)
        first = nil
      } else if let high = nibble(of: scalar, firstHalves), high >= 8 {
        first = high
      } else {
        bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return bytes
  }

  /// As the system takes it, with a zero at its end.
  package static func path(_ text: String) -> [CChar] { bytes(of: text).map(CChar.init(bitPattern:)) + [0] }

  /// A name as it is typed in a shell.
  package static func shellWord(_ name: String) -> String {
    let isPlain = !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || "/._-+,:@%=".contains($0) }
    return isPlain ? name : "'" + name.replacing("'", with: "'\\''") + "'"
  }

  /// How half of a byte is shown: `\xE` and `9`; nil for any other character.
  package static func shown(_ scalar: Unicode.Scalar) -> String? {
    if let high = nibble(of: scalar, firstHalves) { return "\\x" + String(high, radix: 16, uppercase: true) }
    return nibble(of: scalar, secondHalves).map { String($0, radix: 16, uppercase: true) }
  }

  private static let firstHalves: UInt32 = 0xFDD0
  private static let secondHalves: UInt32 = 0xFDE0

  private static func isHalf(_ scalar: Unicode.Scalar) -> Bool { shown(scalar) != nil }

  private static func half(_ start: UInt32, _ nibble: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(start + UInt32(nibble)) ?? "\u{FFFD}"
  }

  private static func nibble(of scalar: Unicode.Scalar, _ start: UInt32) -> UInt8? {
    (start..<start + 16).contains(scalar.value) ? UInt8(scalar.value - start) : nil
  }
}
