import BlockModel
import Foundation

/// What a model plans before anything is fetched, checked again whatever its server promised.
struct Plan: Sendable {
  static let maximumSources = 3

  struct Source: Sendable, Hashable {
    var url: String
    /// Why this one; one line, empty when the model gave no reason.
    var why: String
  }

  var title: String?
  /// Seconds between runs.
  var pace: Int64?
  var sources: [Source]
  var params: [Param]
  var question: String?

  /// - Throws: the sentence that is sent back to the model.
  init(_ answer: String) throws(Problem) {
    guard let json = ModelAnswer(answer).json else {
      throw Problem("The answer holds no complete JSON object.")
    }
    func text(_ name: String, _ maximum: Int) -> String? {
      json[name]?.string.map { $0.trimming(\.isWhitespace) }
        .flatMap { $0.isEmpty ? nil : String($0.prefix(maximum)) }
    }
    title = text("title", 80)
    question = text("question", 300)
    pace = json["refresh_seconds"]?.integer.map { min(max($0, 60), 31 * 86_400) }
    sources = []
    for source in json["sources"]?.array ?? [] {
      guard let url = source["url"]?.string ?? source.string else {
        throw Problem("Every source needs a url.")
      }
      do { _ = try Permissions(forAddress: url, grants: []) } catch {
        throw Problem("\(error)")
      }
      let why = (source["why"]?.string ?? "").split(whereSeparator: \.isWhitespace)
        .joined(separator: " ").trimmingEnd { $0 == "." }
      if !sources.contains(where: { $0.url == url }) {
        sources.append(Source(url: url, why: String(why.prefix(120))))
      }
    }
    sources = Array(sources.prefix(Self.maximumSources))
    do throws(ManifestError) {
      params =
        try json["params"].map { value throws(ManifestError) in
          value.isNull ? [] : try Param.list(json: value)
        } ?? []
    } catch {
      throw Problem(
        "params: \(error.problems.map { "\($0.place) \($0.problem)" }.joined(separator: "; "))")
    }
    if json["sources"]?.array == nil, question == nil {
      throw Problem("The plan has no list 'sources' and no question.")
    }
  }

  struct Problem: Error {
    var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }

  /// For servers that can hold a model to a form.
  static let schema: JSONValue = [
    "type": "object", "additionalProperties": false,
    "required": ["title", "refresh_seconds", "sources", "params", "question"],
    "properties": [
      "title": ["type": "string"],
      "refresh_seconds": ["type": "integer"],
      "sources": [
        "type": "array",
        "items": [
          "type": "object", "additionalProperties": false, "required": ["url", "why"],
          "properties": ["url": ["type": "string"], "why": ["type": "string"]],
        ],
      ],
      "params": [
        "type": "array",
        "items": [
          "type": "object", "additionalProperties": false,
          "required": ["name", "type", "label", "default"],
          "properties": [
            "name": ["type": "string"],
            "type": ["type": "string", "enum": ["text", "number", "boolean", "date"]],
            "label": ["type": "string"],
            "default": ["type": ["string", "number", "boolean"]],
          ],
        ],
      ],
      "question": ["type": ["string", "null"]],
    ],
  ]
}
