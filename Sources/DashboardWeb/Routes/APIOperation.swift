import BlockModel
import Hummingbird

/// One thing that programs can do: its address, its words for the OpenAPI document, and what answers it. The
/// router and the document are made of the same table (``APITable``).
struct APIOperation: Sendable {
  typealias Handler = @Sendable (Request, WebContext) async throws -> Response

  /// A member of a body, or a parameter of the query.
  struct Field: Sendable {
    var name: String
    /// As JSON Schema has it.
    var type: String
    var about: String
    var isRequired: Bool

    static func required(_ name: String, _ about: String, type: String = "string") -> Field {
      Field(name: name, type: type, about: about, isRequired: true)
    }

    static func optional(_ name: String, _ about: String, type: String = "string") -> Field {
      Field(name: name, type: type, about: about, isRequired: false)
    }
  }

  var method: HTTPRequest.Method
  /// Below `/api/v1`: `blocks/:id/run`.
  var path: String
  /// Its name in the document, and in programs that are made of it.
  var id: String
  var about: String
  /// How far a token must go; `nil` where only the login and the page are enough.
  var scope: AgentScope?
  var query: [Field] = []
  /// The members of the body; `nil` without one.
  var body: [Field]?
  /// The status of a good answer.
  var status = HTTPResponse.Status.ok
  /// What a good answer holds.
  var answer: String
  /// The media type of a good answer.
  var type = "application/json"
  var handler: Handler

  /// The names in the path, in order.
  var parameters: [String] {
    path.split(separator: "/").filter { $0.hasPrefix(":") }.map { String($0.dropFirst()) }
  }

  /// Does an address below `/api/v1` have the form of the path?
  func matches(_ address: Substring) -> Bool {
    let (own, other) = (path.split(separator: "/"), address.split(separator: "/"))
    return own.count == other.count
      && zip(own, other).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
  }
}
