import BlockModel

/// The `content` of a message as servers write it: one text, or a list of parts of which some are
/// thoughts and some are of no use here.
///
/// Seen: `"…"`, `[{"type": "text", "text": "…"}]`, `[{"type": "output_text", "text": "…"}]`,
/// `[{"type": "thinking", "thinking": [{"type": "text", "text": "…"}]}]`,
/// `[{"type": "reasoning", "text": "…"}]`, and parts of kinds nobody has heard of yet.
struct AnswerContent {
  var text = ""
  var thinking = ""

  init(_ value: JSONValue?) {
    if let whole = value?.string {
      text = whole
      return
    }
    for part in value?.array ?? [] { add(part) }
  }

  private mutating func add(_ part: JSONValue) {
    switch part["type"]?.string {
    case "text", "output_text": text += part["text"]?.string ?? ""
    case "thinking", "reasoning", "reasoning_content", "reasoning_text":
      let own = ["thinking", "reasoning", "text", "content", "summary"].lazy.compactMap { part[$0] }
      thinking += own.first.map { AnswerContent($0).text } ?? ""
    case nil where part["type"] == nil: text += part.string ?? part["text"]?.string ?? ""
    default: break
    }
  }

  /// What there is to say; thoughts come first.
  var events: [ModelEvent] {
    (thinking.isEmpty ? [] : [.thinking(thinking)]) + (text.isEmpty ? [] : [.text(text)])
  }
}
