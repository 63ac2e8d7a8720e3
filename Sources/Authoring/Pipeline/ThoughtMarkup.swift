import Foundation

/// What models write around their answer when their server does not take it out: thoughts between
/// tags, and the channels of the Harmony format. Both may hold fences of their own.
enum ThoughtMarkup {
  /// The answer alone; empty when there are only thoughts.
  static func removed(from text: String) -> String {
    withoutTags(withoutChannels(text))
  }

  // MARK: Tags

  /// `<think>…</think>` and its like at the start of a line. An end without a start ends thoughts that
  /// the server began in the prompt; a start without an end is followed by nothing but thoughts.
  private static func withoutTags(_ text: String) -> String {
    guard
      text.contains("think") || text.contains("THINK") || text.contains("thought")
        || text.contains("reasoning")
    else { return text }
    var text = text
    for (start, end) in tags {
      text = without(start, end, text)
      if let close = text.firstRange(of: end), isAtLineEnd(close.upperBound, in: text) {
        text.removeSubrange(..<close.upperBound)
      }
    }
    return text
  }

  private static let tags: [(start: String, end: String)] =
    ["think", "thinking", "thought", "thoughts", "reasoning", "seed:think"].map {
      ("<\($0)>", "</\($0)>")
    } + [("[THINK]", "[/THINK]"), ("<|begin_of_thought|>", "<|end_of_thought|>")]

  /// Goes through the text once, however often a model begins to think.
  private static func without(_ start: String, _ end: String, _ text: String) -> String {
    var kept = ""
    var rest = text[...]
    /// Is there nothing but blanks behind the last line break of what is kept?
    var isAtLineStart = true
    while let open = rest.firstRange(of: start) {
      let before = rest[..<open.lowerBound]
      if let last = before.last(where: { !$0.isWhitespace || $0.isNewline }) {
        isAtLineStart = last.isNewline
      }
      guard isAtLineStart else { break }
      kept += before
      let close = rest[open.upperBound...].firstRange(of: end)
      rest = close.map { rest[$0.upperBound...] } ?? rest[rest.endIndex...]
    }
    return kept + rest
  }

  private static func isAtLineEnd(_ place: String.Index, in text: String) -> Bool {
    text[place...].first { !$0.isWhitespace || $0.isNewline }?.isNewline ?? true
  }

  // MARK: Channels

  /// `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…`: what is
  /// said in the channel `final`, and what stands before the first channel.
  ///
  /// Source: OpenAI, "Harmony response format".
  private static func withoutChannels(_ text: String) -> String {
    guard text.contains("<|channel|>") else { return withoutBareChannels(text) }
    var said = ""
    for (index, part) in text.split(separator: "<|channel|>", omittingEmptySubsequences: false)
      .enumerated()
    {
      var body = part
      if index > 0 {
        guard let message = part.firstRange(of: "<|message|>") else { continue }
        let channel = part[..<message.lowerBound].prefix { $0.isLetter }
        guard channel == "final" else { continue }
        body = part[message.upperBound...]
      }
      if let end = ["<|end|>", "<|return|>", "<|start|>", "<|call|>"]
        .compactMap({ body.firstRange(of: $0)?.lowerBound }).min()
      {
        body = body[..<end]
      }
      said += body
    }
    return said
  }

  /// The same when a server took out the marks alone: `analysis…assistantfinal…`.
  private static func withoutBareChannels(_ text: String) -> String {
    guard text.hasPrefix("analysis"),
      let end = text.range(of: "assistantfinal", options: .backwards)
    else { return text }
    return String(text[end.upperBound...])
  }
}
