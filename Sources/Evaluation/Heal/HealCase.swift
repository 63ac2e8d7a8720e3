import BlockModel
import Foundation

/// Why cases of repairs cannot be judged.
public struct HealProblem: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

/// A small source with the block that reads it, and what became of the source: one file a person can open.
public struct HealCase: Sendable {
  /// One change of the source.
  public struct Change: Sendable {
    public var name: String
    /// The answer after it.
    public var body: String
    var status = 200
    /// What else the host answers then, by address.
    var further: [Answer] = []
    /// A repair can be proved; else nothing may be touched.
    public var isHealed: Bool
  }

  /// What an address answers.
  struct Answer: Sendable {
    var url: String
    var status = 200
    var type: String
    var body: String
  }

  public var name: String
  var url: String
  var type: String
  var body: String
  /// What `block.lua` does with `body`, the answer.
  var script: String
  var spec: String
  public var changes: [Change]

  private static let usualURL = "https://source.example/answer"

  /// All cases of a folder, in the order of their names.
  /// - Throws: ``HealProblem`` for a file that cannot be read.
  static func all(in folder: URL) throws(HealProblem) -> [HealCase] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
    return try names.filter { $0.hasSuffix(".json") }.map { name throws(HealProblem) in
      do {
        let data = try Data(contentsOf: folder.appending(path: name))
        return try HealCase(try JSONValue(parsing: Array(data)), named: name)
      } catch { throw HealProblem("\(name): \(error)") }
    }
  }

  private init(_ json: JSONValue, named file: String) throws(HealProblem) {
    guard let name = json["name"]?.string, let type = json["type"]?.string,
      let body = json["body"]?.string, let lines = json["script"]?.array,
      let spec = json["spec"], let list = json["changes"]?.array
    else { throw HealProblem("name, type, body, script, spec and changes are needed") }
    self.name = name
    url = json["url"]?.string ?? Self.usualURL
    self.type = type
    self.body = body
    script = lines.compactMap(\.string).joined(separator: "\n")
    self.spec = spec.json(.pretty)
    changes = try list.map { change throws(HealProblem) in
      guard let name = change["name"]?.string, let isHealed = change["healed"]?.bool else {
        throw HealProblem("a change needs name and healed")
      }
      let status = change["status"]?.count(upTo: 999) ?? 200
      let further = try (change["further"]?.array ?? []).map { one throws(HealProblem) in
        guard let url = one["url"]?.string else { throw HealProblem("'\(name)' needs url") }
        return Answer(
          url: url, status: one["status"]?.count(upTo: 999) ?? 200,
          type: one["type"]?.string ?? type, body: one["body"]?.string ?? body)
      }
      if let whole = change["body"]?.string {
        return Change(
          name: name, body: whole, status: status, further: further, isHealed: isHealed)
      }
      var text = body
      for pair in change["replace"]?.array ?? [] {
        guard let old = pair[0]?.string, let new = pair[1]?.string, text.contains(old) else {
          throw HealProblem("'\(name)' replaces what is not there")
        }
        text = text.replacing(old, with: new)
      }
      return Change(name: name, body: text, status: status, further: further, isHealed: isHealed)
    }
  }
}
