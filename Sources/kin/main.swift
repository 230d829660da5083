import ArgumentParser
import Glibc

do {
  let arguments = try Arguments.parse()
  exit(Program(arguments).run().rawValue)
} catch {
  let text = Arguments.fullMessage(for: error)
  let isHelp = Arguments.exitCode(for: error) == .success
  _ = Program.write(Array((text + "\n").utf8), to: isHelp ? STDOUT_FILENO : STDERR_FILENO)
  exit(isHelp ? 0 : Program.ExitCode.usage.rawValue)
}
