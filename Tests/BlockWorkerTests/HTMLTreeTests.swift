import Foundation
import Testing

/// What pages that nobody wrote by hand become.
@Suite("HTML of any shape")
struct HTMLTreeTests {
  /// The value of an expression of `page`, which is the parsed `markup`, a Lua expression.
  private func value(_ expression: String, of markup: String) throws -> String {
    try luaState().run(
      """
      local page = require("html").parse(\(markup))
      local function depth(selector)
        local deepest = 0
        for _, node in ipairs(page:select(selector)) do
          local count, parent = 0, node
          while parent do parent, count = parent:parent(), count + 1 end
          deepest = math.max(deepest, count)
        end
        return deepest
      end
      return \(expression)
      """)
  }

  @Test(
    "elements nested beyond the bound of browsers become siblings, and none is lost",
    arguments: [
      ("<div>", "div", 3000), ("<b>", "b", 3000), ("<x-y>", "x-y", 3000), ("<ul><li>", "li", 3000),
      ("<svg><g>", "g", 3000), ("<button><object>", "object", 3000),
      ("<table><tr><td>", "td", 3000), ("<template>", "template", 3000),
      ("<dl><dd>", "dd", 3000), ("<section><h1>", "section", 3000),
    ])
  func deep(markup: String, name: String, count: Int) throws {
    let page = "('\(markup)'):rep(\(count)) .. 'end'"
    #expect(try value("#page:select('\(name)')", of: page) == "\(count)")
    let deepest = try #require(Int(try value("depth('\(name)')", of: page)))
    #expect((500...520).contains(deepest), "\(deepest)")
    #expect(try value("page:html():find('end') ~= nil", of: page) == "true")
  }

  @Test(
    "a tag that the end of a page cuts off is none, and what only looks like one stays",
    arguments: [
      ("<p>a<table><tr", "a"), ("<p>a</b", "a"), ("<p>a<a href='x y", "a"), ("<p>a < b", "a < b"),
      ("<p>a <3", "a <3"), ("<p>a<b>c", "ac"),
    ])
  func cut(markup: String, text: String) throws {
    #expect(try value("page:text()", of: "[[\(markup)]]") == "\"\(text)\"")
    #expect(
      try value("page:first('title'):text()", of: "[[<title>\(markup)]]") == "\"\(markup)\"")
  }

  @Test("what follows a page's deepest place is as deep as it was written")
  func afterDeep() throws {
    let page = "'<p>a</p>' .. ('<div>'):rep(400) .. ('</div>'):rep(400) .. '<i>b</i>'"
    #expect(try value("depth('i')", of: page) == "4")
  }

  @Test("a page may have more names than the parser has chains for, each with its element")
  func names() throws {
    let page = """
      (function()
        local parts = {}
        for number = 1, 150000 do parts[number] = "<t" .. number .. ">" end
        return table.concat(parts)
      end)()
      """
    #expect(try value("#page:select('*')", of: page) == "150003")
    #expect(try value("page:first('t150000'):name()", of: page) == "\"t150000\"")
  }

  @Test("texts between end tags that end nothing are one text")
  func manyTexts() throws {
    #expect(try value("#page:text()", of: "('x</y>'):rep(100000)") == "100000")
    #expect(
      try value("page:html()", of: "'<table>' .. ('x</y>'):rep(3)")
        == "\"<html><head></head><body>xxx<table></table></body></html>\"")
  }

  @Test("formatting that is never closed is repeated, but not without end")
  func formatting() throws {
    let page = """
      (function()
        local parts = {}
        for number = 1, 1000 do parts[number] = "<p><font size=" .. number .. ">x</p>" end
        return table.concat(parts)
      end)()
      """
    #expect(try value("#page:select('p')", of: page) == "1000")
    #expect(try value("#page:select('p:nth-child(10) font')", of: page) == "10")
    #expect(try value("#page:select('p:last-child font') <= 513", of: page) == "true")
  }

  @Test(
    "a second <body> adds its attributes to the first, unless there are too many to compare",
    arguments: [("", "\"2\""), ("for n = 1, 200 do t[n] = 'x' .. n .. '=1' end ", "\"\"")])
  func bodies(many: String, found: String) throws {
    let page = """
      (function()
        local t = {}
        \(many)
        return "<body a=1><p><body b=2 " .. table.concat(t, " ") .. ">"
      end)()
      """
    #expect(try value("page:first('body'):attr('b') or ''", of: page) == found)
    #expect(try value("page:first('body'):attr('a')", of: page) == "\"1\"")
  }

  @Test(
    "an old doctype leaves a table in its paragraph, as browsers do",
    arguments: [
      ("<!DOCTYPE html>", false), ("", true),
      ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">", true),
      ("<!doctype html public \"-//ietf//dtd html 2.0//en\">", true),
      ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.0 Transitional//EN\" \"x\">", true),
      ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\">", true),
      ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01 Transitional//EN\" \"x\">", false),
      ("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">", false),
      ("<!DOCTYPE html PUBLIC \"html\">", true),
      (
        "<!DOCTYPE html SYSTEM \"http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd\">",
        true
      ), ("<!DOCTYPE html SYSTEM \"about:legacy-compat\">", false),
    ])
  func quirks(doctype: String, isInside: Bool) throws {
    let found = try value("#page:select('p table')", of: "[==[\(doctype)<p><table>]==]")
    #expect(found == (isInside ? "1" : "0"))
  }

  @Test("space before the end of a form is the form's")
  func formSpace() throws {
    #expect(
      try value("page:first('body'):html({inner = true})", of: "'<form><p>x</p> </form> <i>y</i>'")
        == "\"<form><p>x</p> </form> <i>y</i>\"")
  }

  @Test("an attribute is told once, in lower case, and one without a name is none")
  func attributes() throws {
    let page = "'<input checked / A=1 a=2><svg viewBox=x>'"
    #expect(try value("page:first('input'):attrs()", of: page) == #"{"a":"1","checked":""}"#)
    #expect(try value("page:first('svg'):attrs()", of: page) == #"{"viewbox":"x"}"#)
  }

  @Test("blocks are parted by a space, or by line breaks if these are asked for")
  func lines() throws {
    let page = "'<p>a <b>b</b></p><p>c<br>d</p><table><tr><td>e<td>f</table>'"
    #expect(try value("page:text()", of: page) == "\"a b c d e f\"")
    #expect(try value("page:text({lines = true})", of: page) == "\"a b\\nc\\nd\\ne f\"")
  }

  @Test("bytes that are no UTF-8 become U+FFFD in a text, too")
  func wrongBytes() throws {
    #expect(
      try luaState().run(#"return require("text").plain("a\xffb<i>\xe2\x80c</i>")"#)
        == "\"a\u{FFFD}b\u{FFFD}c\"")
  }
}
