package import SQL

/// A language that other programs draw diagrams from, or a picture of its own.
package struct DiagramFormat: Sendable {
  /// How it is asked for.
  package let name: String
  package let summary: String
  let make:
    @Sendable (Diagram, _ checkInterrupt: () throws(DatabaseError) -> Void) throws(DatabaseError) -> String

  package static let all: [DiagramFormat] = [.mermaid, .dot, .svg]

  package static func named(_ name: String) -> DiagramFormat? { all.first { $0.name == name } }

  /// The whole text; what stands in it is escaped as the format wants it.
  ///
  /// - Parameter checkInterrupt: fails when a person has asked to stop, for a large picture takes a while.
  package func text(
    _ diagram: Diagram, _ checkInterrupt: () throws(DatabaseError) -> Void
  ) throws(DatabaseError) -> String { try make(diagram, checkInterrupt) }
}
