import BlockWorker
import Foundation
import TestSupport
import Testing
import WorkerProtocol

@Suite("JSON, selectors and markup by their standards")
struct VectorTests {
  // MARK: JSON (RFC 8259)

  @Test(
    "JSON is accepted as it is meant",
    arguments: [
      ("[]", "[]"), (" [ 1 , 2 ] ", "[1,2]"), ("\t{\r\n\"a\" :\t1}\n", #"{"a":1}"#), ("0", "0"),
      ("-0", "0"), ("-12", "-12"), ("1.5", "1.5"), ("1e2", "100.0"), ("1E+2", "100.0"),
      ("1.5e-1", "0.15"), ("true", "true"), ("false", "false"), (#""""#, #""""#),
      (#""\"\\\/\b\f\n\r\t""#, #""\"\\/\u0008\u000c\n\r\t""#), (#""\u0041\u00e9""#, #""Aé""#),
      (#""\ud83d\ude00""#, "\"😀\""), ("\"\u{7F}\"", "\"\u{7F}\""), ("\"é\"", "\"é\""),
      (#"{"a":1,"a":2}"#, #"{"a":2}"#), (#"{"":0}"#, #"{"":0}"#), ("[[[[[]]]]]", "[[[[[]]]]]"),
      ("9223372036854775807", "9223372036854775807"),
      ("-9223372036854775808", "-9223372036854775808"),
    ])
  func accepted(text: String, value: String) throws {
    #expect(try luaState().run("return require('json').decode(\(text.luaLiteral))") == value)
  }

  @Test(
    "what is not JSON is refused",
    arguments: [
      "", " ", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{", "{\"a\"}", "{\"a\":}",
      "{a:1}", "{'a':1}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "01", "-", "+1", ".5", "1.", "1e",
      "1e+", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "nul", "True", "tru", "\"", "\"\\x\"",
      "\"\\u12\"", "\"\\u00zz\"", "\"\u{1}\"", "\"\n\"", "'a'", "[1]]", "1 2", "[1]x", "// c\n1",
      "/* c */1", "{\"a\":1}}", "\u{A0}1", "[\u{2028}]", "--1", "1-", "1.2.3", "\"a\" \"b\"",
      "\u{0}",
      "[\"a\",\u{0}]",
    ])
  func refused(text: String) throws {
    let accepted = try luaState().run("return (pcall(require('json').decode, \(text.luaLiteral)))")
    #expect(accepted == "false")
  }

  // MARK: Selectors (level 4)

  private static let page = """
    <!doctype html><html lang=en><body class="wide"><main id=main><h1 id=h>Head</h1>\
    <ul id=list><li id=a class=x>One<li id=b class="x y" data-n=5 lang=de-AT>Two<li id=c>Three</ul>\
    <p id=p1>Text <a id=l1 href="https://a.test/x.PDF">File</a> <a id=l2 href="/y">Y</a></p><p id=p2></p>\
    <input id=i1 type=checkbox checked disabled><input id=i2 type=text required>\
    <section id=s><p id=p3>In <b id=b1>bold</b></p><div id=d><p id=p4>Deep</p></div></section></main></body></html>
    """

  @Test(
    "a selector finds what it names",
    arguments: [
      ("li", "a b c"), ("#b", "b"), (".x", "a b"), (".x.y", "b"), ("li.y", "b"), ("LI", "a b c"),
      ("ul > li:first-child", "a"), ("li:last-child", "c"), ("li:nth-child(2)", "b"),
      ("li:nth-child(odd)", "a c"), ("li:nth-child(-n+2)", "a b"), ("li:nth-last-child(1)", "c"),
      ("li:nth-child(1 of .y)", "b"), ("li + li", "b c"), ("#a ~ li", "b c"),
      ("section p", "p3 p4"),
      ("section > p", "p3"), ("p:only-child", "p4"), ("p:first-of-type", "p1 p3 p4"),
      ("p:empty", "p2"), ("[data-n]", "b"), ("[data-n='5']", "b"), ("[class~=y]", "b"),
      ("[lang|=de]", "b"), ("[href^=https]", "l1"), ("[href$='.pdf' i]", "l1"),
      ("[href$='.pdf' s]", ""), ("[href*=y]", "l2"), ("li:not(.x)", "c"), ("li:not(.x, #c)", ""),
      (":is(h1, h2)", "h"), (":where(#a, #c)", "a c"), ("p:has(a)", "p1"), ("p:has(> b)", "p3"),
      ("section:has(div p)", "s"), ("li:has(+ #c)", "b"), (":checked", "i1"), (":disabled", "i1"),
      (":enabled", "i2"), ("h1, #c", "h c"), ("p:contains(\"Deep\")", "p4"),
      ("[href^='']", ""), ("[href$='']", ""), ("[href*='']", ""), ("[class~='']", ""),
      ("#nothing", ""), ("*:root > body > main", "main"), ("#\\62 ", "b"),
    ])
  func selector(selector: String, ids: String) throws {
    let found = try luaState().run(
      """
      local page = require("html").parse([==[\(Self.page)]==])
      local ids = require("list").map(page:select([==[\(selector)]==]), function(one) return one:attr("id") or "?" end)
      return require("list").text(ids, " ")
      """)
    #expect(found == "\"\(ids)\"")
  }

  @Test(
    "a wrong selector is refused",
    arguments: [
      "", " ", "p >", "> > p", "p,", ", p", "[", "[a=]", "[=b]", "#", ".", "p..x", "p#", ":nope",
      ":nth-child()", ":nth-child(n of)", ":not()", ":is(", "::", "p:", "a[b=c d]", "1p", "p!",
      "[a^b]",
    ])
  func wrongSelector(selector: String) throws {
    let failure = #expect(throws: ScriptFailure.self) {
      try luaState().run("return #require('html').parse('<p>'):select([==[\(selector)]==])")
    }
    #expect(failure?.message.contains("node:select") == true, "\(failure?.message ?? "")")
  }

  // MARK: Markup (WHATWG HTML, "The tree construction stage")

  @Test(
    "markup becomes the tree that a browser makes",
    arguments: [
      ("<p>a<p>b", "<p>a</p><p>b</p>"), ("<b><i>x</b>y</i>", "<b><i>x</i></b><i>y</i>"),
      ("<p><b>x<p>y", "<p><b>x</b></p><p><b>y</b></p>"),
      ("<table><tr><td>x", "<table><tbody><tr><td>x</td></tr></tbody></table>"),
      ("<table>a<tr><td>b</table>", "a<table><tbody><tr><td>b</td></tr></tbody></table>"),
      ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
      ("<dl><dt>a<dd>b<dt>c", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
      ("<select><option>a<option>b", "<select><option>a</option><option>b</option></select>"),
      ("<a>1<a>2", "<a>1</a><a>2</a>"), ("x</br>y", "x<br>y"), ("x</p>y", "x<p></p>y"),
      ("<p><div>x</div></p>", "<p></p><div>x</div><p></p>"),
      ("<div><span>x</div>y", "<div><span>x</span></div>y"),
      ("&amp;&lt;&copy;&copy &notit;&#x41;&#128;", "&amp;&lt;©© ¬it;A€"),
      ("a<!-- b -->c", "ac"), ("<textarea>\n<b>x", "<textarea>&lt;b&gt;x</textarea>"),
      ("<div id=a ID=b CLASS='x'>", #"<div id="a" class="x"></div>"#),
      ("<input value=a/b>", #"<input value="a/b">"#), ("<img/src=x>", #"<img src="x">"#),
      ("a\u{0}b", "ab"), ("<svg><path/></svg>x", "<svg><path></path></svg>x"),
      ("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>"),
      ("<button>a<button>b", "<button>a</button><button>b</button>"),
      ("<![CDATA[x]]>y", "y"), ("</nothing>x", "x"), ("a < b", "a &lt; b"), ("<>", "&lt;&gt;"),
    ])
  func tree(markup: String, body: String) throws {
    let found = try luaState().run(
      "return require('html').parse(\(markup.luaLiteral)):first('body'):html({inner = true})")
    #expect(try JSONDecoder().decode(String.self, from: Data(found.utf8)) == body)
  }
}
