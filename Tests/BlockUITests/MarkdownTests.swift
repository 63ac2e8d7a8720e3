import Testing

@testable import BlockUI

@Suite("Markdown by CommonMark, with nothing that a page must not hold")
struct MarkdownTests {
  @Test(
    "a text becomes its markup",
    arguments: [
      ("One\n\nTwo", "<p>One</p><p>Two</p>"), ("a\nb", "<p>a\nb</p>"),
      ("a  \nb", "<p>a<br>b</p>"), ("a\\\nb", "<p>a<br>b</p>"),
      ("*a* **b** ***c***", "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em></p>"),
      ("snake_case_word 2*3*4", "<p>snake_case_word 2<em>3</em>4</p>"), ("\\*a\\*", "<p>*a*</p>"),
      ("~~a~~", "<p><del>a</del></p>"), ("`a < b`", "<p><code>a &lt; b</code></p>"),
      ("`` a`b ``", "<p><code>a`b</code></p>"),
      ("# A\n## B\n### C\n", "<h3>A</h3><h4>B</h4><h5>C</h5>"),
      ("A\n===", "<h3>A</h3>"), ("#A", "<p>#A</p>"),
      ("- a\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
      ("1. a\n2. b", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
      ("> a\n> b", "<blockquote><p>a\nb</p></blockquote>"), ("---", "<hr>"),
      ("    code", "<pre tabindex=\"0\"><code>code\n</code></pre>"),
      ("```lua\na & b\n```", "<pre tabindex=\"0\"><code>a &amp; b\n</code></pre>"),
      ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>"), ("&copy; &amp; &#35;", "<p>© &amp; #</p>"),
      ("![alt](https://a.test/x.png)", "<p>alt</p>"), ("[a](javascript:alert(1))", "<p>a</p>"),
      ("[a](https://bank.test@evil.test/)", "<p>a</p>"),
      ("", ""),
    ])
  func markup(text: String, html: String) { #expect(Markdown.html(text).text == html) }
}
