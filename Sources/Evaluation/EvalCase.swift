import BlockModel
public import Foundation
import OrderedCollections

/// A wish, the world it is made in, and what a person would expect of the card.
///
/// One JSON file:
/// `{"wish", "world": [{"url", "file", "type"?, "status"?}], "recipe"?, "checks": {…},
/// "mutate"?: {"file", "replace", "by"}, "edits"?: [{"wish", "checks"}]}`. A `url` that ends in `*`
/// answers everything that begins with it; files are of the corpus, or `text` stands in place of
/// `file`. `recipe` takes the world of a recipe instead. With `"answer": "words"` no block is right,
/// but an answer with these words: a question, a refusal, an explanation.
public struct EvalCase: Sendable {
  /// An answer of the world.
  struct Source: Sendable {
    var url: String
    /// Relative to the corpus; empty when the body is given.
    var file: String
    var text: String?
    var type: String
    var status: Int
  }

  /// A change of the world that the card must show: it catches invented data.
  struct Mutation: Sendable {
    var file: String
    var replace: String
    var by: String
  }

  struct Edit: Sendable {
    var wish: String
    var checks: EvalChecks
    /// Words of an answer that is expected instead of a change.
    var answer: String?
  }

  /// The name of the file.
  public var id: String
  public var wish: String
  var world: [Source]
  var recipe: String?
  var checks: EvalChecks
  /// Words of an answer that is expected instead of a block.
  var answer: String?
  var mutation: Mutation?
  var edits: [Edit]

  /// - Throws: ``EvalProblem`` that names the file and what is wrong.
  public init(file: URL) throws(EvalProblem) {
    let name = file.deletingPathExtension().lastPathComponent
    func problem(_ text: String) -> EvalProblem {
      EvalProblem("\(file.lastPathComponent): \(text)")
    }
    guard let data = try? Data(contentsOf: file) else { throw problem("cannot be read") }
    let json: JSONValue
    do { json = try JSONValue(parsing: data) } catch {
      throw problem("is not JSON: \(error.reason)")
    }
    guard let wish = json["wish"]?.string, let checks = json["checks"] else {
      throw problem("needs 'wish' and 'checks'")
    }
    id = name
    self.wish = wish
    do {
      self.checks = try EvalChecks(checks)
      edits = try (json["edits"]?.array ?? []).map { edit in
        Edit(
          wish: edit["wish"]?.string ?? "", checks: try EvalChecks(edit["checks"] ?? [:]),
          answer: edit["answer"]?.string)
      }
    } catch { throw problem("\(error)") }
    answer = json["answer"]?.string
    recipe = json["recipe"]?.string
    world = (json["world"]?.array ?? []).compactMap { source in
      let text = source["text"]?.string
      guard let url = source["url"]?.string,
        let file = source["file"]?.string ?? text.map({ _ in "" })
      else { return nil }
      return Source(
        url: url, file: file, text: text, type: source["type"]?.string ?? Self.type(of: file),
        status: source["status"]?.count(upTo: 999) ?? 200)
    }
    guard world.count == json["world"]?.array?.count ?? 0 else {
      throw problem("every source of the world needs 'url' and 'file' or 'text'")
    }
    mutation = json["mutate"].flatMap { change in
      guard let file = change["file"]?.string, let old = change["replace"]?.string,
        let new = change["by"]?.string
      else { return nil }
      return Mutation(file: file, replace: old, by: new)
    }
  }

  private static func type(of file: String) -> String {
    switch URL(filePath: file).pathExtension {
    case "json": "application/json"
    case "geojson": "application/geo+json"
    case "xml": "application/xml"
    case "csv": "text/csv"
    case "tsv": "text/tab-separated-values"
    case "ics": "text/calendar"
    default: "text/html"
    }
  }

  private func recorded(_ file: String, in corpus: URL?) throws -> Data {
    guard let corpus else {
      throw EvalProblem(
        "\(id): '\(file)' is a recorded answer; say where these are with --corpus or DASH_CORPUS")
    }
    return try Data(contentsOf: corpus.appending(path: file))
  }

  /// Writes the world down as a cassette.
  func cassette(in folder: URL, corpus: URL?, mutated: Bool) throws(EvalProblem) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for (index, source) in world.enumerated() {
        var body = try source.text.map { Data($0.utf8) } ?? recorded(source.file, in: corpus)
        if mutated, let mutation, mutation.file == source.file {
          let text = String(decoding: body, as: UTF8.self)
          guard text.contains(mutation.replace) else {
            throw EvalProblem("\(id): '\(mutation.replace)' is not in \(mutation.file)")
          }
          body = Data(text.replacing(mutation.replace, with: mutation.by).utf8)
        }
        let entry: JSONValue = [
          "method": "GET", "url": .string(source.url), "status": .integer(Int64(source.status)),
          "headers": ["content-type": .string(source.type)], "body": .string("\(index).body.data"),
        ]
        try body.write(to: folder.appending(path: "\(index).body.data"))
        try Data(entry.json(.pretty).utf8).write(to: folder.appending(path: "\(index).json"))
      }
    } catch let problem as EvalProblem {
      throw problem
    } catch {
      throw EvalProblem("\(id): its world cannot be made: \(error.localizedDescription)")
    }
  }
}

/// What is wrong with a case, not with a block.
public struct EvalProblem: Error, Sendable, CustomStringConvertible {
  public var description: String
  init(_ text: String) { description = text }
}
