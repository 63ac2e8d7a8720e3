import Testing

@testable import DashboardWeb

@Suite("What is sent of a module")
struct ServedTextTests {
  @Test(
    "lines that are a comment become empty, and all else stays",
    arguments: [
      ("// one\nlet a = 1; // two\n  // three\n", "\nlet a = 1; // two\n\n"),
      ("/** @param {number} a\n * @returns {number} */\nfunction b(a) {}", "\n\nfunction b(a) {}"),
      ("/* a */\n.b { c: d; } /* e */\n", "\n.b { c: d; } /* e */\n"),
      ("  /** @type {Element[]} */ ([...a]);", " ([...a]);"),
      ("/* over\n   two lines */ b();", "\n b();"),
      ("const a = \"https://b.example\";\n", "const a = \"https://b.example\";\n"),
      ("/*/ not the end\n*/\na", "\n\na"),
      ("", ""),
    ])
  func comments(text: String, sent: String) {
    #expect(String(decoding: ServedText.withoutComments(Array(text.utf8)), as: UTF8.self) == sent)
  }

  @Test("ours are sent without comments, and those of Debian's packages as they are")
  func files() async throws {
    let fixture = Fixture()
    for name in ["js/page.js", "css/page.css", "style.css"] {
      let sent = try await fixture.send(.get, "/assets/\(name)").text
      #expect(!sent.split(separator: "\n").contains { $0.hasPrefix("//") || $0.hasPrefix("/*") })
    }
    let chart = try await fixture.send(.get, "/assets/vendor/chart.js").text
    #expect(chart.contains("Chart.js v"))
  }
}
