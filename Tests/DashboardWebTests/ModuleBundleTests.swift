import HTTPTypes
import Testing

@testable import DashboardWeb

@Suite("Modules in one file")
struct ModuleBundleTests {
  private let texts: [Substring: String] = [
    "page": "import { go } from \"./car.js\";\ngo();",
    "car":
      "import { turn } from \"./wheel.js\";\nconst name = 1;\nexport async function go() { turn(name); }",
    "wheel": "const name = 2;\nexport const turn = (by) => by + name;",
    "radio": "import { turn } from \"./wheel.js\";\nimport { dial } from \"./dial.js\";",
    "dial": "export class Dial {}\nexport function dial() {}",
  ]

  @Test("each is a scope of its own, after what it imports, and what it exports is exported")
  func scopes() throws {
    let files = try #require(ModuleBundle(texts, for: "page")).files
    #expect(
      files["modules"] == """
        const $wheel = (() => {
        const name = 2;
        const turn = (by) => by + name;
        return { turn };
        })();
        export const { turn } = $wheel;
        const $car = (() => {
        const { turn } = $wheel;
        const name = 1;
        async function go() { turn(name); }
        return { go };
        })();
        export const { go } = $car;
        """)
  }

  @Test("whoever is outside imports from the bundle what is in it, so that there is one of each")
  func outside() throws {
    let files = try #require(ModuleBundle(texts, for: "page")).files
    #expect(files["page"] == "import { go } from \"./modules.js\";\ngo();")
    #expect(
      files["radio"]
        == "import { turn } from \"./modules.js\";\nimport { dial } from \"./dial.js\";")
    #expect(files["wheel"] == "export { turn } from \"./modules.js\";\n")
    #expect(files["dial"] == texts["dial"])
  }

  @Test("a circle, a module that is not there, and a name that is there twice are not bundled")
  func refused() {
    var circle = texts
    circle["wheel"] = "import { go } from \"./car.js\";\nexport const turn = go;"
    #expect(ModuleBundle(circle, for: "page") == nil)
    var lost = texts
    lost["wheel"] = nil
    #expect(ModuleBundle(lost, for: "page") == nil)
    var twice = texts
    twice["wheel"] = "export const turn = 1;\nexport const go = 2;"
    #expect(ModuleBundle(twice, for: "page") == nil)
  }

  @Test("ours are bundled, and each still answers under its name")
  func ours() async throws {
    let fixture = Fixture()
    let bundle = try await fixture.send(.get, "/assets/js/modules.js").text
    #expect(bundle.contains("const $live = (() => {") && !bundle.contains("\nimport {"))
    let live = try await fixture.send(.get, "/assets/js/live.js").text
    #expect(live.contains("refreshCard") && live.hasSuffix("from \"./modules.js\";\n"))
  }
}
