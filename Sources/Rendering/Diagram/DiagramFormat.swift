/// A language that other programs draw diagrams from, or a picture of its own.
package struct DiagramFormat: Sendable {
  /// How it is asked for.
  package let name: String
  package let summary: String
  /// The whole text; what stands in it is escaped as the format wants it.
  package let text: @Sendable (Diagram) -> String

  package static let all: [DiagramFormat] = [.mermaid, .dot, .svg]

  package static func named(_ name: String) -> DiagramFormat? { all.first { $0.name == name } }
}
