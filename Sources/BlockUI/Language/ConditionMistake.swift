/// What is written instead of a condition and can be set right.
enum ConditionMistake {
  /// The condition without `${}` and with `==` for `=` and `===`, when that reads.
  static func correction(of text: String) -> String? {
    var candidate = withoutBindings(text)
    candidate = candidate.replacing("!==", with: "!=").replacing("===", with: "==")
    if !candidate.contains("=="), !candidate.contains("!="), !candidate.contains("<="),
      !candidate.contains(">="), !candidate.contains("~=")
    {
      candidate = candidate.replacing("=", with: "==")
    }
    guard candidate != text, (try? Condition(parsing: candidate)) != nil else { return nil }
    return candidate
  }

  static func withoutBindings(_ text: String) -> String {
    guard text.contains("${") || text.contains("{{") else { return text }
    return text.replacing("${", with: "").replacing("{{", with: "").replacing("}}", with: "")
      .replacing("}", with: "")
  }
}
