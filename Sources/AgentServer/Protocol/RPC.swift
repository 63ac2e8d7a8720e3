import BlockModel

/// A message of JSON-RPC 2.0 (https://www.jsonrpc.org/specification), as far as a server is sent one.
struct RPCRequest: Sendable {
  /// A text, a whole number; `nil` for a notification, which is not answered.
  var id: JSONValue?
  var method: String
  var params: JSONObject

  /// - Throws: what the client is answered instead.
  init(_ message: JSONValue) throws(RPCError) {
    guard let members = message.object, members["jsonrpc"] == "2.0" else {
      throw RPCError(.invalidRequest, "this is not a message of JSON-RPC 2.0")
    }
    switch members["id"] {
    case nil: id = nil
    case .string?, .integer?: id = members["id"]
    case .null?, .bool?, .number?, .array?, .object?:
      throw RPCError(.invalidRequest, "the id of a request must be a text or a whole number")
    }
    guard let method = members["method"]?.string else {
      throw RPCError(.invalidRequest, "the message names no method", id: id)
    }
    self.method = method
    switch members["params"] {
    case nil: params = [:]
    case .object(let object)?: params = object
    case .null?, .bool?, .integer?, .number?, .string?, .array?:
      throw RPCError(.invalidParams, "params must be an object", id: id)
    }
  }

  /// Is it the answer to something that a server asked? This one asks nothing.
  static func isAnswer(_ message: JSONValue) -> Bool {
    message["method"] == nil && (message["result"] != nil || message["error"] != nil)
  }
}

/// Why a message is not answered as asked.
struct RPCError: Error, Hashable, Sendable {
  enum Code: Int64, Sendable {
    case parse = -32700
    case invalidRequest = -32600
    case unknownMethod = -32601
    case invalidParams = -32602
    case inside = -32603
    /// Of the Model Context Protocol: there is no such resource.
    case noResource = -32002
  }

  var code: Code
  var message: String
  /// Of the request, where it could be read.
  var id: JSONValue?

  init(_ code: Code, _ message: String, id: JSONValue? = nil) {
    self.code = code
    self.message = message
    self.id = id
  }

  /// The whole answer.
  func json(id: JSONValue? = nil) -> JSONValue {
    [
      "jsonrpc": "2.0", "id": id ?? self.id ?? .null,
      "error": ["code": .integer(code.rawValue), "message": .string(message)],
    ]
  }
}
