// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "kin",
  products: [.executable(name: "kin", targets: ["kin"])],
  targets: [
    // Layer 4: the terminal.
    .executableTarget(
      name: "kin",
      dependencies: [
        "Shell", "Rendering", "SQLite", "ORM", "SQL", "Language", "Navigation", "SampleData", "Documentation",
        "CLibedit", "CGetopt",
      ]),
    // Kin's contender among the benchmarks.
    .executableTarget(
      name: "kin-benchmarks",
      dependencies: ["Shell", "Rendering", "Navigation", "ORM", "SQLite", "SQL", "Language"],
      path: "Benchmarks/Runner"),
    // Layer 3: the conversation.
    .target(name: "Shell", dependencies: ["Navigation", "Rendering", "ORM", "SQL", "Language"]),
    // Layer 2: meaning, and everything printed.
    .target(name: "Navigation", dependencies: ["ORM", "SQL", "Language"]),
    .target(name: "Rendering", dependencies: ["SQL", "Language"]),
    // Layer 1: records and relationships, and the one engine.
    .target(name: "ORM", dependencies: ["SQL", "CMalloc"]),
    .target(name: "SQLite", dependencies: ["SQL", "CSQLite"]),
    // Layer 0: two vocabularies that know nothing of each other.
    .target(name: "SQL"),
    .target(name: "Language"),
    // C: module maps with inline wrappers, and the sample databases and the language reference as bytes.
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CGetopt"),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CLibedit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "SampleData", path: "sample-data"),
    .target(
      name: "Documentation", path: "docs",
      exclude: ["commands.md", "grammar.md", "language.md", "loading.md", "performance.md", "session.svg"]),
    // Tests.
    .target(name: "TestSupport", path: "Tests/Support"),
    .target(name: "DatabaseSupport", dependencies: ["SQLite"], path: "Tests/DatabaseSupport"),
    .testTarget(name: "LanguageTests", dependencies: ["Language", "TestSupport"]),
    .testTarget(name: "SQLiteTests", dependencies: ["SQLite", "SQL", "CSQLite", "DatabaseSupport"]),
    .testTarget(
      name: "ORMTests",
      dependencies: ["ORM", "SQLite", "SQL", "CSQLite", "DatabaseSupport", "TestSupport"]),
    .testTarget(
      name: "NavigationTests",
      dependencies: [
        "Navigation", "ORM", "SQLite", "SQL", "Language", "Rendering", "DatabaseSupport", "TestSupport",
      ],
      exclude: ["Statements.txt", "Attribution.txt"]),
    .testTarget(name: "SQLTests", dependencies: ["SQL"]),
    .testTarget(
      name: "RenderingTests", dependencies: ["Rendering", "SQL", "Language", "TestSupport"],
      exclude: ["Golden"]),
    .testTarget(
      name: "ShellTests",
      dependencies: [
        "kin", "Shell", "Rendering", "Navigation", "ORM", "SQL", "Language", "SQLite", "SampleData",
        "CSQLite", "DatabaseSupport",
      ],
      exclude: ["Transcripts", "Expected"]),
    .testTarget(name: "TerminalTests", dependencies: ["kin"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c2x
)

let systemTargets: Set<String> = ["CSQLite", "CLibedit", "CGetopt", "CMalloc", "SampleData", "Documentation"]
for target in package.targets where !systemTargets.contains(target.name) {
  target.swiftSettings = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
  ]
}

/// Records are kept in objects, and access to a property of theirs is checked in debug builds only.
///
/// To look for another access at the same time, each time, is a sixth of what Kin takes for a row. Tests do.
let unchecked: SwiftSetting = .unsafeFlags(
  ["-enforce-exclusivity=unchecked"], .when(configuration: .release))
for target in package.targets where target.name == "ORM" { target.swiftSettings?.append(unchecked) }
/// Targets without a pointer of their own: the compiler proves it.
let pureTargets: Set<String> = ["Language", "Navigation", "Shell"]
for target in package.targets where pureTargets.contains(target.name) {
  target.swiftSettings?.append(.strictMemorySafety())
}
