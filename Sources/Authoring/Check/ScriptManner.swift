import BlockModel

/// What a script does, as far as its words tell.
extension BlockFiles {
  /// Does it ask anything?
  var asksSources: Bool { requires("http") }

  /// Does it keep what a person clicks or writes on the card?
  var storesClicks: Bool {
    requires("store") && LuaTokens(script).tokens.contains { $0.text == "on_action" }
  }

  private func requires(_ module: String) -> Bool {
    LuaTokens(script).tokens.contains { $0.kind == .string && $0.text == module }
  }
}
