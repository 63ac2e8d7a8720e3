import BlockModel

/// What a model wrote, taken apart: prose and fenced blocks.
struct ModelAnswer: Sendable, Hashable {
  struct Fence: Sendable, Hashable {
    /// Lower case; empty when there is none.
    var tag: String
    var text: String
    /// A closing fence was there.
    var isClosed: Bool
  }

  /// Everything outside of fences.
  var prose: String
  var fences: [Fence]

  init(_ text: String) {
    var prose: [Substring] = []
    var fences: [Fence] = []
    var open: (mark: String, tag: String, lines: [Substring])?
    let plain = Self.withoutThoughts(text)
    for line in plain.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let trimmed = String(line).trimming(\.isWhitespace)
      if let fence = open {
        if trimmed.allSatisfy({ $0 == fence.mark.first }), trimmed.count >= fence.mark.count {
          fences.append(Fence(tag: fence.tag, text: Self.joined(fence.lines), isClosed: true))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if let mark = ["`", "~"].first(where: { trimmed.hasPrefix("\($0)\($0)\($0)") }) {
        let ticks = String(trimmed.prefix { String($0) == mark })
        let tag = trimmed.dropFirst(ticks.count).prefix { !$0.isWhitespace }.lowercased()
        open = (ticks, tag, [])
      } else {
        prose.append(line)
      }
    }
    if let open {
      fences.append(Fence(tag: open.tag, text: Self.joined(open.lines), isClosed: false))
    }
    self.prose = prose.joined(separator: "\n").trimming(\.isWhitespace)
    self.fences = fences.filter { !$0.text.trimming(\.isWhitespace).isEmpty }
  }

  /// The last block that is Lua by its tag, or untagged and no JSON.
  var script: String? {
    let tagged = fences.last { $0.tag == "lua" || $0.tag == "block.lua" }
    return
      (tagged ?? fences.last { !$0.looksLikeJSON && $0.tag.isEmpty && $0.text.contains("return") })?
      .text
  }

  /// The last block that is a UI spec.
  var spec: String? {
    fences.last { $0.looksLikeJSON && $0.text.contains("\"ui\"") }?.text
  }

  /// The values of `{"set": {…}}`, when only settings change.
  var settings: JSONObject? {
    guard script == nil, spec == nil else { return nil }
    return json?["set"]?.object
  }

  /// The first JSON object: of a block, else from the first `{` to the last `}` of the prose.
  var json: JSONValue? {
    let candidates = fences.map(\.text) + [prose]
    for text in candidates {
      guard let start = text.firstIndex(of: "{"), let end = text.lastIndex(of: "}"), start < end,
        let value = try? JSONValue(parsing: text[start...end]), value.object != nil
      else { continue }
      return value
    }
    return nil
  }

  /// The first sentences for the person, one line.
  var explanation: String {
    let line = prose.split(whereSeparator: \.isNewline).map(String.init)
      .filter { !$0.hasPrefix("<<<<<<<") && !$0.hasPrefix("#") }.prefix(3).joined(separator: " ")
    return line.count > 300 ? line.prefix(299) + "…" : line
  }

  private static func joined(_ lines: [Substring]) -> String {
    lines.joined(separator: "\n") + "\n"
  }

  /// Without `<think>…</think>`, which may hold fences of its own.
  private static func withoutThoughts(_ text: String) -> String {
    var text = text.replacing(#/(?s)<think(ing)?>.*?<\/think(ing)?>/#, with: "")
    if let end = text.range(of: "</think>") { text = String(text[end.upperBound...]) }
    return text
  }
}

extension ModelAnswer.Fence {
  fileprivate var looksLikeJSON: Bool {
    tag.hasPrefix("json") || tag == "block.ui.json"
      || (tag.isEmpty && text.trimming(\.isWhitespace).hasPrefix("{"))
  }
}
