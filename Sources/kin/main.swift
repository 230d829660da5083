import Glibc
import SQLite

let code = Program.main(CommandLine.arguments)
SideFiles.removeAll()
exit(code.rawValue)
