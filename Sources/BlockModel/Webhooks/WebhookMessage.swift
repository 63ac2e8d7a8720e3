import Foundation
import OrderedCollections

/// What was sent to the webhook of a block. Scripts read it by `store.received()`.
public struct WebhookMessage: Hashable, Sendable {
  /// Bytes of a body.
  public static let maximumBytes = 64 << 10
  /// Lists and objects in each other.
  public static let maximumDepth = 100

  /// The media type in lower case, without its parameters; empty where none was told.
  public let type: String
  /// JSON as it is, a form as an object of its fields, other texts as a text, and `null` where nothing
  /// was sent.
  public let body: JSONValue

  /// Why a message is not taken.
  public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
    case tooLarge
    case notText
    case notJSON(String)
    case tooDeep
    case otherType(String)

    public var description: String {
      switch self {
      case .tooLarge:
        "A message has at most \(ByteSize.limit(WebhookMessage.maximumBytes)). Send less."
      case .notText: "The message is not a text in UTF-8. Send JSON, a form or a text."
      case .notJSON(let reason):
        "The message says that it is JSON, but it cannot be read: \(reason.withoutFullStop). Send valid JSON, or another Content-Type."
      case .tooDeep:
        "The message nests more than \(WebhookMessage.maximumDepth) lists and objects. Send it with less nesting."
      case .otherType(let type):
        "Messages of the type \(type) are not accepted. Send application/json, a form without files, or a text."
      }
    }
  }

  /// Reads a body by what its `Content-Type` says; without one it is JSON where it can be read as that,
  /// and a text otherwise.
  public init(contentType: String?, body bytes: [UInt8]) throws(Problem) {
    guard bytes.count <= Self.maximumBytes else { throw .tooLarge }
    let named = (contentType ?? "").prefix { $0 != ";" }
    type = String(named.trimmingCharacters(in: .whitespaces).lowercased().prefix(100))
    guard !bytes.isEmpty else {
      body = .null
      return
    }
    guard Self.isText(type) else { throw .otherType(type.onOneLine) }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
    if type == "application/x-www-form-urlencoded" {
      body = try Self.form(text)
      return
    }
    let read = Result { () throws(JSONParseError) in try JSONValue(parsing: bytes) }
    switch read {
    case .success(let value) where type.isEmpty || Self.isJSON(type):
      guard !value.isNested(deeperThan: Self.maximumDepth) else { throw .tooDeep }
      body = value
    case .failure(let error) where Self.isJSON(type): throw .notJSON(error.reason)
    case .success, .failure: body = .string(text)
    }
  }

  /// As it is kept: a point of ``Webhook/series``.
  public var json: JSONValue { ["type": .string(type), "body": body] }

  private static func isJSON(_ type: String) -> Bool {
    type == "application/json" || type.hasSuffix("+json")
  }

  private static func isText(_ type: String) -> Bool {
    type.isEmpty || isJSON(type) || type.hasPrefix("text/")
      || ["application/x-www-form-urlencoded", "application/xml", "application/x-ndjson"]
        .contains(type)
      || type.hasSuffix("+xml")
  }

  /// `a=1&b=two+words` (https://url.spec.whatwg.org/#urlencoded-parsing); of a name twice the last holds.
  private static func form(_ text: String) throws(Problem) -> JSONValue {
    var fields: JSONObject = [:]
    for pair in text.split(separator: "&") {
      let name = pair.prefix { $0 != "=" }
      let value = pair.dropFirst(name.count + 1)
      guard let name = decoded(name), let value = decoded(value) else { throw .notText }
      fields[name] = .string(value)
    }
    return .object(fields)
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}

extension JSONValue {
  /// Are there more lists and objects in each other than so many?
  fileprivate func isNested(deeperThan limit: Int) -> Bool {
    switch self {
    case .array(let elements):
      limit == 0 || elements.contains { $0.isNested(deeperThan: limit - 1) }
    case .object(let members):
      limit == 0 || members.values.contains { $0.isNested(deeperThan: limit - 1) }
    case .null, .bool, .integer, .number, .string: false
    }
  }
}

extension String {
  fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
