import Glibc
import SQL
import SQLite

let words = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }
let code = Program.main(words.map { FileName.text(ofCString: $0) })
SideFiles.removeAll()
exit(code.rawValue)
