import CSimdJSON
import OrderedCollections

/// A text that is not JSON.
public struct JSONParseError: Error, CustomStringConvertible, Hashable {
  /// What simdjson says is wrong, one sentence.
  public let reason: String

  public var description: String { "not valid JSON: \(reason)" }
}

extension JSONValue {
  /// Reads one JSON text (RFC 8259).
  ///
  /// - Parameter text: UTF-8; a byte order mark is skipped. Of duplicate keys the last one wins.
  ///   A number beyond 64 bits becomes a double, one beyond a double the largest, and a lone half of a
  ///   UTF-16 pair U+FFFD.
  /// - Throws: ``JSONParseError``. Nesting deeper than 1,024 is refused.
  public init(parsing text: some StringProtocol) throws(JSONParseError) {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads one JSON text from its UTF-8 bytes.
  public init(parsing bytes: some Sequence<UInt8>) throws(JSONParseError) {
    var changes = 0
    try self.init(parsing: bytes, changes: &changes)
  }

  /// Reads one JSON text from its UTF-8 bytes.
  ///
  /// - Parameter changes: becomes the number of values that could not be kept exactly.
  public init(
    parsing bytes: some Sequence<UInt8>, changes: inout Int
  ) throws(JSONParseError) {
    let bytes = Array(bytes)
    var reason: UnsafePointer<CChar>?
    let document = bytes.withUnsafeBytes { buffer in
      dash_json_parse(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, &reason)
    }
    guard let document else {
      throw JSONParseError(reason: reason.map { String(cString: $0) } ?? "unknown error")
    }
    // Safe because the nodes live until `dash_json_free` and nothing read from them escapes.
    defer { dash_json_free(document) }
    changes = Int(dash_json_changes(document))
    var count = 0
    let nodes = UnsafeBufferPointer(start: dash_json_nodes(document, &count), count: count)
    var place = 0
    self = Self.read(nodes, &place)
  }

  private static func read(
    _ nodes: UnsafeBufferPointer<dash_json_node>, _ place: inout Int
  ) -> JSONValue {
    let node = nodes[place]
    place += 1
    switch node.type {
    case DASH_JSON_FALSE: return .bool(false)
    case DASH_JSON_TRUE: return .bool(true)
    case DASH_JSON_INTEGER: return .integer(node.integer)
    case DASH_JSON_DOUBLE: return .number(node.number)
    case DASH_JSON_STRING: return .string(text(of: node))
    case DASH_JSON_ARRAY:
      return .array((0..<node.count).map { _ in read(nodes, &place) })
    case DASH_JSON_OBJECT:
      var members = JSONObject(minimumCapacity: Int(node.count))
      for _ in 0..<node.count {
        let key = text(of: nodes[place])
        place += 1
        members[key] = read(nodes, &place)
      }
      return .object(members)
    default: return .null
    }
  }

  private static func text(of node: dash_json_node) -> String {
    let bytes = UnsafeRawBufferPointer(start: node.string, count: Int(node.count))
    return String(decoding: bytes, as: UTF8.self)
  }
}
