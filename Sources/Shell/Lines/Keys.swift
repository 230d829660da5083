/// What the keys do at a prompt, for `help keys`.
///
/// The bindings themselves stand with the line editor; `~/.editrc` can change them.
enum Keys {
  static let all: [(keys: String, meaning: String)] = [
    ("Tab", "completes names, attributes, verbs, commands and their arguments"),
    ("Enter", "runs the line; inside an open bracket it goes on below, until an empty line"),
    ("up, down", "lines typed before that begin like this one"),
    ("Ctrl-R", "searches the lines typed before"),
    ("Ctrl-A, Ctrl-E", "to the beginning and the end of the line"),
    ("Ctrl-left, -right", "a word back, a word on"),
    ("Ctrl-W, Ctrl-U", "deletes the word, or all, before the cursor"),
    ("Ctrl-L", "clears the screen"),
    ("Ctrl-C", "gives up the line, or stops the query that runs"),
    ("Ctrl-Z", "goes to the shell; fg comes back"),
    ("Ctrl-D", "leaves, on an empty line"),
  ]
}
