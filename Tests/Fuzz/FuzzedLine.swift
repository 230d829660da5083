import Language

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
  expectSameWhenPrinted(line, within: boundaries, Parser.statement, SyntaxTree.text)
  expectSameWhenPrinted(
    line, within: boundaries, { (line) throws(Diagnostic) in try Parser.path(line) }, SyntaxTree.text)
  expectSameWhenPrinted(
    line, within: boundaries, { (line) throws(Diagnostic) in try Parser.predicate(line) }, SyntaxTree.text)
  return 0
}

/// What is read, printed and read again is the same syntax and the same text; what is rejected, is so at characters
/// of the line.
private func expectSameWhenPrinted<Syntax: CustomStringConvertible>(
  _ line: String, within boundaries: Set<Int>, _ read: (String) throws(Diagnostic) -> Syntax,
  _ tree: (Syntax) -> String
) {
  let syntax: Syntax
  do throws(Diagnostic) {
    syntax = try read(line)
  } catch {
    precondition(error.range.lower <= error.range.upper)
    precondition(boundaries.contains(error.range.lower) && boundaries.contains(error.range.upper))
    return
  }
  let printed = syntax.description
  do throws(Diagnostic) {
    let again = try read(printed)
    precondition(tree(again) == tree(syntax), "\(printed) is read otherwise")
    precondition(again.description == printed, "\(printed) became \(again)")
  } catch {
    preconditionFailure("\(printed) is rejected: \(error)")
  }
}
