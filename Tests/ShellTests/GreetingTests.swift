import Shell
import Testing

/// What a person reads first.
@Suite struct GreetingTests {
  private static func words(_ sample: SampleLibrary) -> String? {
    sample.conversation.banner(version: "1").split(separator: "\n").last.map(String.init)
  }

  @Test func theBannerNamesTheFirstThingsToType() throws {
    #expect(Self.words(try SampleLibrary()) == "try author[1].books.title · tables · help · help tour")
  }

  @Test func aCommandThatATableHasTheNameOfTakesAColon() throws {
    let sample = try SampleLibrary()
    _ = sample.answer(to: "create table tables (id integer primary key)")
    #expect(Self.words(sample) == "try author[1].books.title · :tables · help · help tour")
    _ = sample.answer(to: "create table help (id integer primary key)")
    #expect(Self.words(sample) == "try author[1].books.title · :tables · :help · :help tour")
  }
}
