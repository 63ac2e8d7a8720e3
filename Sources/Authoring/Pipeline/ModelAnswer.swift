import BlockModel

/// What a model wrote, taken apart: prose and fenced blocks.
struct ModelAnswer: Sendable, Hashable {
  typealias Fence = AnswerFences.Fence

  /// Everything outside of fences.
  var prose: String
  var fences: [Fence]

  init(_ text: String) {
    let parts = AnswerFences(ThoughtMarkup.removed(from: text))
    prose = parts.prose
    fences = parts.fences
  }

  /// The last block that is Lua by its tag, or untagged and not JSON. A line of a script that only
  /// explains something is none: a script returns.
  var script: String? {
    let tagged = fences.last {
      ($0.tag == "lua" || $0.tag == BlockFiles.scriptName) && $0.looksLikeScript
    }
    return (tagged ?? fences.last { !$0.looksLikeJSON && $0.tag.isEmpty && $0.looksLikeScript })?
      .text
  }

  /// The last block that is a UI spec.
  var spec: String? {
    fences.last { $0.looksLikeJSON && $0.text.contains("\"ui\"") }?.text
  }

  /// What the model wants in `block.json`: a block of that name, or one that holds its members and
  /// nothing of a spec.
  var manifest: String? {
    let named = fences.last { $0.tag == Manifest.fileName }
    return
      (named
      ?? fences.last { fence in
        guard fence.looksLikeJSON, !fence.text.contains("\"ui\""),
          let members = (try? JSONValue(parsing: fence.text))?.object
        else { return false }
        return members["set"] == nil
          && AnsweredManifest.members.contains { members[$0] != nil }
      })?.text
  }

  /// The values of `{"set": {…}}`, when only settings change.
  var settings: JSONObject? {
    guard script == nil, spec == nil else { return nil }
    return json?["set"]?.object
  }

  /// The answer when it is one in words alone: a question back, a refusal, an explanation. Code that
  /// only lacks its fences is none.
  var words: String? {
    guard script == nil, spec == nil, manifest == nil, settings == nil, !prose.isEmpty,
      fences.allSatisfy(\.isQuotation), !prose.contains("\"ui\""),
      prose.firstMatch(of: #/return\s+(?:function\b|\{)/#) == nil
    else { return nil }
    let text = String(prose.prefix(Self.maximumWords))
    return text.count < prose.count ? text + "…" : text
  }

  /// Characters of an answer in words.
  private static let maximumWords = 1_200

  /// Nothing is there for anybody: the model thought, and stopped.
  var isEmpty: Bool { prose.isEmpty && fences.isEmpty }

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
}

extension AnswerFences.Fence {
  fileprivate var looksLikeJSON: Bool {
    tag.hasPrefix("json") || tag == BlockFiles.specName
      || (tag.isEmpty && text.trimming(\.isWhitespace).hasPrefix("{"))
  }

  fileprivate var looksLikeScript: Bool {
    text.contains("return") || SearchReplace.isEdit(text)
  }

  /// A piece of code or of data that prose speaks about, not a file.
  fileprivate var isQuotation: Bool {
    !looksLikeScript && !(looksLikeJSON && (text.contains("\"ui\"") || text.contains("\"body\"")))
  }
}
