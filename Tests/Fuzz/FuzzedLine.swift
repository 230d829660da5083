/// One line from libFuzzer, read in every way that the path language has; whatever breaks a promise traps.
@_cdecl("LLVMFuzzerTestOneInput")
func readFuzzedLine(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let line = unsafe String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  var boundaries: Set<Int> = [0]
  var offset = 0
  for character in line {
    offset += character.utf8.count
    boundaries.insert(offset)
  }
  var position = 0
  for token in Lexer.tokens(of: line) {
    precondition(position <= token.range.lower && token.range.lower <= token.range.upper)
    precondition(boundaries.contains(token.range.lower) && boundaries.contains(token.range.upper))
    position = token.range.upper
  }
  _ = LineState.of(line)
  expectPrintedAlike(line, within: boundaries) { (line) throws(Diagnostic) in
    try Parser.statement(line).description
  }
  expectPrintedAlike(line, within: boundaries) { (line) throws(Diagnostic) in
    try Parser.predicate(line).description
  }
  return 0
}

/// What was read and printed is read and printed again alike; what is rejected, at characters of the line.
private func expectPrintedAlike(
  _ line: String, within boundaries: Set<Int>, _ reprint: (String) throws(Diagnostic) -> String
) {
  let printed: String
  do throws(Diagnostic) {
    printed = try reprint(line)
  } catch {
    precondition(error.range.lower <= error.range.upper)
    precondition(boundaries.contains(error.range.lower) && boundaries.contains(error.range.upper))
    return
  }
  do throws(Diagnostic) {
    let again = try reprint(printed)
    precondition(again == printed, "\(printed) became \(again)")
  } catch {
    preconditionFailure("\(printed) is rejected: \(error)")
  }
}
