import Testing

@testable import BlockUI

@Suite("Compiling a spec")
struct CompileTests {
  @Test("the examples are without fault", arguments: ExampleSpecs.available)
  func examples(_ name: String) throws {
    let result = CompiledSpec.compile(try ExampleSpecs.text(name))
    #expect(result.report.text == "")
    let spec = try #require(result.spec)
    #expect(!spec.body.isEmpty)
    let again = CompiledSpec.compile(try #require(result.canonicalText))
    #expect(again.spec == spec)
  }
}
