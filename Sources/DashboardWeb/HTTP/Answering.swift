import BlockModel
import Hummingbird

extension Request {
  /// Does the caller read JSON (our script, or a program)? Otherwise it is a person with a browser.
  var wantsJSON: Bool {
    uri.path.hasPrefix("/api/") || headers[.accept]?.contains("application/json") == true
  }

  /// Does the caller say that it unpacks gzip? What has a weight is one of those that it takes, unless it weighs nothing.
  var takesGzip: Bool {
    (headers[.acceptEncoding] ?? "").lowercased().split(separator: ",").contains { part in
      let words = part.filter { $0 != " " }.split(separator: ";")
      return words.first == "gzip"
        && !words.dropFirst().contains { $0.wholeMatch(of: /q=0(\.0*)?/) != nil }
    }
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
