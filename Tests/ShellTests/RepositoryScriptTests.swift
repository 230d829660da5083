import Foundation
import Testing

/// The scripts of the repository, with a `swift` that builds nothing and tells what it was asked for.
@Suite("scripts")
struct RepositoryScriptTests {
  private let folder: Folder

  init() throws {
    folder = try Folder()
    let manager = FileManager.default
    for name in [".build/release", "bin"] {
      try manager.createDirectory(at: folder.url.appending(path: name), withIntermediateDirectories: true)
    }
    try manager.copyItem(
      at: Golden.root.appending(path: "scripts"), to: folder.url.appending(path: "scripts"))
    try folder.makeLink(".build/release/kin", to: Kin.program.path())
    try folder.write(
      "bin/swift", Data("#!/bin/sh\necho \"swift $*\" >> '\(folder.url.path())/swift.txt'\n".utf8))
    try manager.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.url.appending(path: "bin/swift").path())
  }

  /// What a script writes on both streams, and what it asks of swift, both with `.` for the folder.
  private func run(_ command: String) throws -> (written: String, asked: String) {
    let run = try folder.shell("PATH=\"$PWD/bin:$PATH\"; ( \(command)\n) 2>&1; cat swift.txt >&2")
    let path = folder.url.path().hasSuffix("/") ? String(folder.url.path().dropLast()) : folder.url.path()
    return (run.output.replacing(path, with: "."), run.notes.replacing(path, with: "."))
  }

  private static let release = """
    swift build --package-path . --product kin -c release --static-swift-stdlib --disable-local-rpath \
    -Xswiftc -L./.build/static

    """

  @Test("install puts the program, its manual page and its completions in place, and nothing else")
  func install() throws {
    let (written, asked) = try run("scripts/install \"$PWD/there\"; cd there; find . -type f | sort")
    #expect(asked == Self.release)
    #expect(
      written == """
        Installed ./there/bin/kin.
        Installed the manual page and the completions for bash, zsh and fish in ./there/share.
        Note: ./there/bin is not in your PATH.
        ./bin/kin
        ./share/bash-completion/completions/kin
        ./share/fish/vendor_completions.d/kin.fish
        ./share/man/man1/kin.1
        ./share/zsh/site-functions/_kin

        """)
    let pages = try folder.shell(
      """
      cd there
      bin/kin --version > version; kin --version | diff - version
      kin --man | diff - share/man/man1/kin.1
      kin --completions bash | diff - share/bash-completion/completions/kin
      kin --completions zsh | diff - share/zsh/site-functions/_kin
      kin --completions fish | diff - share/fish/vendor_completions.d/kin.fish
      """)
    #expect((pages.output, pages.notes) == ("", ""))
  }

  @Test("install takes one folder and no options", arguments: ["--prefix", "-h", "a b"])
  func wrongInstall(words: String) throws {
    let (written, asked) = try run("scripts/install \(words); echo $?")
    #expect(written == "usage: scripts/install [PREFIX]\n2\n")
    #expect(asked == "cat: swift.txt: No such file or directory\n")
  }

  @Test("run hands its arguments on to the program")
  func run() throws {
    let (written, asked) = try run("scripts/run shelf.db 'author[1].name'")
    #expect((written, asked) == ("Ann\n", Self.release))
  }

  @Test("test checks the formatting, and hands its arguments on to swift test")
  func test() throws {
    let (written, asked) = try run("scripts/test --filter ShellTests")
    #expect(written == "")
    #expect(
      asked == """
        swift format lint --strict -r Sources Tests Package.swift
        swift build
        swift test --disable-xctest --filter ShellTests

        """)
  }

  @Test("picture records one test, and says when that holds")
  func picture() throws {
    let (written, asked) = try run("scripts/picture")
    #expect(written == "docs/session.svg shows the session of today.\n")
    #expect(asked == "swift test --disable-xctest --filter SessionPictureTests\n")
  }
}
