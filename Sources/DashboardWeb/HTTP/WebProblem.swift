import BlockModel
import DashboardEngine
import Hummingbird

/// Why a request is not answered as asked: a status and one sentence for the person.
struct WebProblem: Error, Hashable {
  var status: HTTPResponse.Status
  /// What the problem is called in JSON answers.
  var code: String
  var message: String
  /// The rest of the request must not be read: the connection ends after the answer.
  var endsConnection = false
  /// Seconds until it may be asked again.
  var retryAfter: Int?

  init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
    self.status = status
    self.code = code
    self.message = message
  }

  var json: JSONValue { ["error": ["code": .string(code), "message": .string(message)]] }

  /// As programs of the API are told it (RFC 9457), beside the form that the page reads.
  var details: JSONValue {
    var members = json.object ?? [:]
    members["type"] = "about:blank"
    members["title"] = .string(status.reasonPhrase)
    members["status"] = .integer(Int64(status.code))
    members["detail"] = .string(message)
    members["code"] = .string(code)
    return .object(members)
  }

  static func noBlock(_ text: String) -> WebProblem {
    WebProblem(
      .notFound, "no_block", "There is no block “\(text.prefix(80))”. It may have been deleted.")
  }

  static let notFound = WebProblem(
    .notFound, "not_found", "There is nothing at this address. The dashboard is at /.")

  static func unreadable(_ what: String) -> WebProblem {
    WebProblem(.badRequest, "unreadable", "This request cannot be read: \(what).")
  }

  static func tooLarge(_ limit: Int) -> WebProblem {
    var problem = WebProblem(
      .contentTooLarge, "too_large",
      "This is larger than \(ByteSize.limit(limit)). Send less at once.")
    problem.endsConnection = true
    return problem
  }

  static let tooSlow: WebProblem = {
    var problem = WebProblem(
      .requestTimeout, "too_slow", "The request did not arrive in time. Try again.")
    problem.endsConnection = true
    return problem
  }()
}

extension WebProblem {
  /// The same problem as the engine has it.
  init(_ error: EngineError) {
    switch error {
    case .noBlock(let id): self = .noBlock(id.text)
    case .noVersion: self.init(.notFound, "no_version", error.description)
    case .conflict, .otherChange, .proposal, .nothingRecorded:
      self.init(.conflict, "conflict", error.description)
    case .edit: self.init(.unprocessableContent, "edit", error.description)
    case .param: self.init(.unprocessableContent, "param", error.description)
    case .noSection: self.init(.notFound, "no_section", error.description)
    case .section: self.init(.unprocessableContent, "section", error.description)
    case .secret: self.init(.unprocessableContent, "secret", error.description)
    case .storage: self.init(.internalServerError, "storage", error.description)
    }
  }
}
