import BlockWorker
import Testing

@Suite("Structured data as pages write them")
struct StructuredDataTests {
  @Test(
    "a script is read although it is not quite JSON",
    arguments: [
      ("// <![CDATA[\n{\"a\":1}\n// ]]>", #"[{"a":1}]"#),
      ("//<![CDATA[\n{\"a\":1}\n//]]>", #"[{"a":1}]"#),
      ("/* <![CDATA[ */{\"a\":1}/* ]]> */", #"[{"a":1}]"#),
      ("<![CDATA[{\"a\":[[1]]}]]>", #"[{"a":[[1]]}]"#),
      ("<!-- {\"a\":1} -->", #"[{"a":1}]"#),
      ("{\"a\":1};", #"[{"a":1}]"#),
      ("{\"a\":[1,2,],\"b\":3,}", #"[{"a":[1,2],"b":3}]"#),
      ("{\"a\":\"it\\'s\"}", #"[{"a":"it's"}]"#),
      ("{\"a\":\"x\ty\nz\"}", #"[{"a":"x\ty\nz"}]"#),
      ("{/* one */\"a\":1, // two\n\"b\":2}", #"[{"a":1,"b":2}]"#),
      ("{\"a\":\"http://x.test/*y*/\"}", #"[{"a":"http://x.test/*y*/"}]"#),
      ("{\"a\":1},{\"a\":2}", #"[{"a":1},{"a":2}]"#),
      ("{\"a\":1}\n{\"a\":-2.5e-3}", #"[{"a":1},{"a":-0.0025}]"#),
      ("\u{FEFF}{\u{A0}\"a\":\u{A0}1}", #"[{"a":1}]"#),
      ("{\"a\":\u{A0}true,\"b\":\"\u{A0}\"}", "[{\"a\":true,\"b\":\"\u{A0}\"}]"),
      // One that cannot be read does not take the others with it.
      ("{\"a\":},{\"a\":2}", #"[{"a":2}]"#),
      ("[{\"a\":1},{\"a\":2},]", #"[{"a":1},{"a":2}]"#),
      ("{\"a\":1", "[]"), ("not JSON at all", "[]"), ("", "[]"), ("]]}", "[]"),
    ])
  func lenient(script: String, found: String) throws {
    let page = "<script type=\"application/ld+json\">\(script)</script>"
    #expect(try luaState().run("return require('html').parse([==[\(page)]==]):json_ld()") == found)
  }

  @Test(
    "a script of a million quotes or brackets is read in one go",
    arguments: ["\"", "{", "/*", "\\"])
  func hostile(piece: String) throws {
    let found = try luaState().run(
      """
      local text = ([==[\(piece)]==]):rep(200000)
      return #require("html").parse("<script type='application/ld+json'>{" .. text .. "</script>"):json_ld()
      """)
    #expect(found == "0")
  }
}
