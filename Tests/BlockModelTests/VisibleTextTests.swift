import BlockModel
import Testing

@Suite("A text from outside cannot steer a terminal")
struct VisibleTextTests {
  @Test(
    "control characters are written as JSON writes them",
    arguments: [
      ("", ""), ("plain ü 😀", "plain ü 😀"), ("a\nb\tc", "a\nb\tc"),
      // Clear the screen; set the title; a link; the same with one character of 8 bits.
      ("\u{1B}[2J", #"\u001b[2J"#), ("\u{1B}]0;evil\u{7}", #"\u001b]0;evil\u0007"#),
      ("\u{1B}]8;;http://evil\u{1B}\\x", #"\u001b]8;;http://evil\u001b\x"#),
      ("\u{9B}2J\u{9D}0;x\u{9C}", #"\u009b2J\u009d0;x\u009c"#),
      // Back over what was written.
      ("safe\revil", #"safe\u000devil"#), ("safe\u{8}\u{8}", #"safe\u0008\u0008"#),
      ("safe\r\nnext", "safe\\u000d\nnext"), ("\u{0}\u{7F}\u{85}", #"\u0000\u007f\u0085"#),
      // Turned around, so that it reads otherwise.
      ("a\u{202E}fdp.exe\u{2066}", #"a\u202efdp.exe\u2066"#), ("\u{061C}", #"\u061c"#),
      // Marks that right-to-left texts need stay.
      ("\u{200F}\u{200E}אב", "\u{200F}\u{200E}אב"),
      // Nothing is hidden in a cluster.
      ("e\u{301}\u{1B}", "e\u{301}\\u001b"),
    ])
  func controls(text: String, visible: String) {
    #expect(Array(text.withVisibleControls.unicodeScalars) == Array(visible.unicodeScalars))
  }

  @Test(
    "no character that ends or turns a line is left on one line",
    arguments: (0...0x2100 as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init))
  func oneLine(scalar: Unicode.Scalar) {
    let text = "a\(String(scalar))b".onOneLine
    for left in text.unicodeScalars {
      #expect(left.properties.generalCategory != .control, "\(text)")
    }
  }

  @Test("a JSON text stays the same value")
  func json() throws {
    let value: JSONValue = ["a\u{9B}": .string("\u{1B}\u{7F}\u{202E}\n\u{0}ü"), "b": 1]
    for text in [value.json(), value.json(.pretty)] {
      #expect(try JSONValue(parsing: text.withVisibleControls) == value)
    }
  }
}
