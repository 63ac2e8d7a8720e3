import BlockModel
import Hummingbird

extension Request {
  /// Does the caller read JSON (our script, or a program)? Otherwise it is a person with a browser.
  var wantsJSON: Bool {
    uri.path.hasPrefix("/api/") || headers[.accept]?.contains("application/json") == true
  }
}

extension Response {
  static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: value.json())))
  }

  /// After a form without script: back to the page.
  static func backToDashboard(at fragment: String? = nil) -> Response {
    Response(status: .seeOther, headers: [.location: "/" + (fragment.map { "#" + $0 } ?? "")])
  }
}
