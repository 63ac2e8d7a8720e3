public import BlockModel

/// What an answer says instead of data: `{"error": {"code": 401, "message": "API key missing"}}`.
public struct SourceComplaint: Hashable, Sendable {
  public let message: String
  /// A status of HTTP or a code of the source.
  public let code: String?

  /// - Returns: `nil` for an answer that holds data beside its complaint, or none.
  public init?(in root: JSONValue) {
    guard let members = root.object else { return nil }
    var found: (message: String, code: String?)?
    for (key, value) in members {
      let name = key.lowercased().filter { $0.isLetter || $0.isNumber }
      guard Self.names.contains(name) else { continue }
      if let message = Self.message(of: value) { found = message }
    }
    let status = Self.status(of: members)
    let isFailure =
      status.map { (400...599).contains(Int($0) ?? 0) } == true
      || Self.flags.contains { members[$0] == .bool(false) }
      || ["error", "fail", "failed", "failure", "denied"].contains(
        members["status"]?.string?.lowercased() ?? "")
    if found == nil, isFailure || members.count == 1 {
      found =
        ["message", "msg", "detail", "reason", "description", "title", "statusText"].lazy
        .compactMap { members[$0].flatMap(Self.message) }.first
      // One text alone is a complaint only under the name that frameworks give it.
      if members.count == 1, !isFailure, members["detail"] == nil { found = nil }
    }
    guard let found, !Self.holdsData(members) else { return nil }
    message = found.message
    code = found.code ?? status
  }

  private static let names: Set<String> = [
    "error", "errors", "errormessage", "errordescription", "fault", "exception", "err",
  ]
  private static let flags = ["success", "ok", "Response"]

  private static func message(of value: JSONValue) -> (message: String, code: String?)? {
    if let text = value.string { return text.isEmpty ? nil : (String(text.prefix(200)), nil) }
    if let first = value.array?.first { return message(of: first) }
    guard let members = value.object else { return nil }
    let texts = [
      "message", "msg", "detail", "reason", "faultstring", "description", "info", "title",
    ]
    guard let text = texts.lazy.compactMap({ members[$0]?.string }).first(where: { !$0.isEmpty })
    else { return nil }
    return (String(text.prefix(200)), status(of: members))
  }

  private static func status(of members: JSONObject) -> String? {
    for key in ["code", "status", "statusCode", "status_code", "cod", "errorCode"] {
      guard let value = members[key] else { continue }
      if let number = value.integer { return String(number) }
      if let text = value.string, !text.isEmpty, text.count <= 30, text.lowercased() != "error" {
        return text
      }
    }
    return nil
  }

  /// Is there a list or an object beside the complaint that is not empty?
  private static func holdsData(_ members: JSONObject) -> Bool {
    members.contains { key, value in
      let name = key.lowercased().filter { $0.isLetter || $0.isNumber }
      guard !names.contains(name), !["meta", "links", "request", "extensions"].contains(name) else {
        return false
      }
      switch value {
      case .array(let elements): return !elements.isEmpty
      case .object(let inner): return inner.values.contains { !$0.isNull }
      case .null, .bool, .integer, .number, .string: return false
      }
    }
  }

  /// A sentence for people: “the source says: API key missing (401)”.
  public var sentence: String {
    let text = message.trimmingEnd { ". !".contains($0) }
    return "the source says: \(text)\(code.map { " (\($0))" } ?? "")"
  }
}
