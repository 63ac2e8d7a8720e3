/// A key as chromium wants it described.
struct PressedKey: Sendable, Hashable {
  let key: String
  let code: String
  let number: Int
  /// What it writes.
  var text: String?

  /// Keys that are called by a name.
  private static let named = [
    PressedKey(key: "Enter", code: "Enter", number: 13, text: "\r"),
    PressedKey(key: "Tab", code: "Tab", number: 9),
    PressedKey(key: "Escape", code: "Escape", number: 27),
    PressedKey(key: "Backspace", code: "Backspace", number: 8),
    PressedKey(key: "Delete", code: "Delete", number: 46),
    PressedKey(key: "Home", code: "Home", number: 36),
    PressedKey(key: "End", code: "End", number: 35),
    PressedKey(key: "PageUp", code: "PageUp", number: 33),
    PressedKey(key: "PageDown", code: "PageDown", number: 34),
    PressedKey(key: "ArrowLeft", code: "ArrowLeft", number: 37),
    PressedKey(key: "ArrowUp", code: "ArrowUp", number: 38),
    PressedKey(key: "ArrowRight", code: "ArrowRight", number: 39),
    PressedKey(key: "ArrowDown", code: "ArrowDown", number: 40),
  ]

  static var names: [String] { named.map(\.key) }

  private init(key: String, code: String, number: Int, text: String? = nil) {
    self.key = key
    self.code = code
    self.number = number
    self.text = text
  }

  /// A key by its name, or by the one character it writes.
  init?(_ name: String) {
    if let known = Self.named.first(where: { $0.key == name }) {
      self = known
    } else if name.count == 1, let character = name.first, !character.isNewline {
      self.init(key: name, code: "", number: 0, text: name)
    } else {
      return nil
    }
  }
}
