import SQLite

/// Completion of Kin's options for the shells of the system, written from the table of options.
struct CompletionScript {
  static let shells = ["bash", "zsh", "fish"]

  /// The script for one of `shells`.
  let text: String

  /// Nil for a shell that is not among `shells`.
  init?(for shell: String) {
    switch shell {
    case "bash": text = Self.bash
    case "zsh": text = Self.zsh
    case "fish": text = Self.fish
    default: return nil
    }
  }

  private static var options: [CommandLineOption] { CommandLineOption.all }

  private static func names(_ option: CommandLineOption) -> [String] {
    (option.short.map { ["-\($0)"] } ?? []) + ["--\(option.name.text)"]
  }

  // MARK: bash

  private static var bash: String {
    var cases = ""
    for option in options where option.value != nil {
      let words =
        switch option.completes {
        case .nothing: ""
        case .files: #"compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- "$word")"#
        case .words(let words):
          #"COMPREPLY=($(compgen -W ""# + words().joined(separator: " ") + #"" -- "$word"))"#
        }
      cases += "    \(names(option).joined(separator: "|")))\n"
      cases += words.isEmpty ? "" : "      \(words)\n"
      cases += "      return ;;\n"
    }
    let all = options.flatMap(names).joined(separator: " ")
    let endings = FileKind.endings.map { "*.\($0)" }.joined(separator: "|")
    return """
      # Completion of kin for bash; written by kin --completions bash
      _kin() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        COMPREPLY=()
        # A word of the form --option=value is three to bash.
        if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi
        if [[ ${COMP_WORDS[COMP_CWORD]} == = ]]; then before=${COMP_WORDS[COMP_CWORD-1]}; fi
        case $before in
      \(cases.split(separator: "\n").joined(separator: "\n"))
        esac
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W "\(all)" -- "$word"))
          return
        fi
        local file
        # Behind a database stand lines to run, and a sample takes its place.
        for file in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
          case $file in \(endings)|--sample) return ;; esac
        done
        compopt -o filenames 2>/dev/null
        while IFS= read -r file; do
          case $file in \(endings)) COMPREPLY+=("$file") ;; *) [[ -d $file ]] && COMPREPLY+=("$file") ;; esac
        done < <(compgen -f -- "$word")
      }
      complete -F _kin kin

      """
  }

  // MARK: zsh

  private static var zsh: String {
    func escaped(_ text: String) -> String {
      text.reduce(into: "") { result, character in
        if "[]:\\".contains(character) { result += "\\" }
        result += character == "'" ? "'\\''" : String(character)
      }
    }
    func line(_ name: String, of option: CommandLineOption) -> String {
      let names = names(option)
      // A sample takes the place of a database.
      let excluded = (names.count > 1 ? names : []) + (option.name.text == "sample" ? ["1"] : [])
      var line = excluded.isEmpty ? "" : "(\(excluded.joined(separator: " ")))"
      // The value of a short option follows it at once or as the next word, that of a long one also behind =.
      line += name + (option.value == nil ? "" : name.hasPrefix("--") ? "=" : "+")
      line += "[\(escaped(option.summary))]"
      if let value = option.value {
        switch option.completes {
        case .nothing: line += ":\(value): "
        case .files: line += ":\(value):_files"
        case .words(let words): line += ":\(value):(\(words().joined(separator: " ")))"
        }
      }
      return "  '\(line)' \\"
    }
    let lines = options.flatMap { option in names(option).map { line($0, of: option) } }
    let endings = FileKind.endings.joined(separator: "|")
    return """
      #compdef kin
      # Completion of kin for zsh; written by kin --completions zsh
      _arguments -s \\
      \(lines.joined(separator: "\n"))
        '1:database:_files -g "*.(\(endings))(-.)"' \\
        '*:line: '

      """
  }

  // MARK: fish

  private static var fish: String {
    func quoted(_ text: String) -> String {
      "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }
    let lines = options.map { option in
      var line = "complete -c kin"
      if let short = option.short { line += " -s \(short)" }
      line += " -l \(option.name.text)"
      if option.value != nil {
        switch option.completes {
        case .nothing: line += " -x"
        case .files: line += " -r -F"
        case .words(let words): line += " -x -a \(quoted(words().joined(separator: " ")))"
        }
      }
      return line + " -d \(quoted(option.summary))"
    }
    let endings = FileKind.endings.map { "__fish_complete_suffix .\($0)" }.joined(separator: "; ")
    return """
      # Completion of kin for fish; written by kin --completions fish
      complete -c kin -f
      function __kin_needs_database
        not string match -q -- "-*" (commandline -ct)
        and not string match -rq -- '\\.(\(FileKind.endings.joined(separator: "|")))$|^--sample' (commandline -opc)
      end
      complete -c kin -n __kin_needs_database -k -a '(\(endings))'
      \(lines.joined(separator: "\n"))

      """
  }
}
