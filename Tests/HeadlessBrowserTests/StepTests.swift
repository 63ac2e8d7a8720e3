import BlockModel
import Egress
import Foundation
import HeadlessBrowser
import TestSupport
import Testing

@Suite("Steps are what a person would do", .serialized, .needsChromium)
struct StepTests {
  private static let wall = """
    <div id=wall style="position:fixed;inset:0;background:#fff"><button id=accept>Accept</button></div>
    <ul id=rows></ul>
    <script>accept.onclick = (e) => {
      if (!e.isTrusted) return;
      wall.remove();
      fetch('/rows').then(r => r.json()).then(l => l.forEach(t => {
        const li = document.createElement('li'); li.textContent = t; rows.append(li);
      }));
    }</script>
    """

  @Test("a wall of cookies is clicked away")
  func click() async throws {
    let source = try LoopbackSource { path in
      path.isEmpty
        ? .page(Self.wall) : LoopbackSource.Answer(body: Array(#"["tea", "milk"]"#.utf8))
    }
    let page = await Visiting.visit(source, "", PageVisit(steps: [.click("#accept")]))
    #expect(try page.html.contains("<li>tea</li><li>milk</li>"))
    #expect(try !page.html.contains("id=\"wall\""))
  }

  @Test("fields are filled, lists are chosen in, and a key sends the form")
  func form() async throws {
    let source = try LoopbackSource { path in
      path.isEmpty
        ? .page(
          """
          <form action=/found><input name=q value=old><select name=kind><option value=a>All
          <option value=n>New</select></form>
          """)
        : .page("<p class=found>\(path.replacing("&", with: "&amp;"))</p>")
    }
    let page = await Visiting.visit(
      source, "",
      PageVisit(
        waitFor: ".found",
        steps: [
          .fill("select", text: "New"), .fill("input[name=q]", text: "Lisbon"), .press("Enter"),
        ]))
    #expect(try page.html.contains("found?q=Lisbon&amp;kind=n"))
    #expect(try page.result.get().url == source.url("found?q=Lisbon&kind=n"))
  }

  @Test(
    "what a page showed in which something was not found is told, in a line of bounded length",
    arguments: [
      ("<p>Please\n<b>log in</b></p>", "Please log in"), ("<p hidden>x</p>", ""),
      ("<p>\(String(repeating: "word ", count: 400))", nil),
    ])
  func sight(html: String, shown: String?) async throws {
    let source = try LoopbackSource { _ in .page(html) }
    let outcome = await Visiting.visit(
      source, "", PageVisit(waitFor: ".price"), timeout: .seconds(2))
    #expect(outcome.failure?.kind == .shapeDrift)
    let sight = try #require(outcome.sight)
    #expect(shown == nil ? sight.count == 300 : sight == shown)
    #expect(await Visiting.visit(source).sight == nil)
  }

  @Test(
    "what cannot be done is said with its step",
    arguments: [
      (PageVisit(waitFor: ".price"), FailureKind.shapeDrift, "did not show '.price' within 2 s"),
      (PageVisit(steps: [.click("#no")]), .shapeDrift, "did not show '#no'"),
      (PageVisit(steps: [.waitFor("##")]), .scriptError, "'##' is not a CSS selector"),
      (PageVisit(steps: [.press("Entr")]), .scriptError, "'Entr' is not a key"),
      (PageVisit(steps: [.fill("p", text: "a")]), .shapeDrift, "'p' at 127.0.0.1:"),
      (
        PageVisit(steps: Array(repeating: .press("a"), count: 21)), .scriptError,
        "takes at most 20 steps"
      ),
    ])
  func refused(visit: PageVisit, kind: FailureKind, words: String) async throws {
    let source = try LoopbackSource { _ in .page("<p>nothing here") }
    let failure = try #require(
      await Visiting.visit(source, "", visit, timeout: .seconds(2)).failure)
    #expect(failure.kind == kind)
    #expect(failure.message.contains(words), "\(failure.message)")
  }
}
