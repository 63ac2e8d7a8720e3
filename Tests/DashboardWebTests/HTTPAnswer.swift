import HTTPTypes

/// An answer as it came over the wire (RFC 9112).
struct HTTPAnswer: Sendable {
  let status: HTTPResponse.Status
  let headers: HTTPFields
  let body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }

  /// The bytes are not one whole answer.
  struct Malformed: Error {
    let text: String
  }

  /// - Parameter bytes: everything that came.
  init(_ bytes: [UInt8]) throws {
    guard let message = Message(bytes), let body = message.body else {
      throw Malformed(text: String(decoding: bytes.prefix(1000), as: UTF8.self))
    }
    status = message.status
    headers = message.headers
    self.body = body
  }

  /// Has the answer that begins with these bytes come to its end?
  static func isWhole(_ bytes: [UInt8]) -> Bool { Message(bytes)?.body != nil }

  /// An answer of which perhaps not everything is there yet.
  private struct Message {
    let status: HTTPResponse.Status
    private(set) var headers = HTTPFields()
    private let rest: ArraySlice<UInt8>

    /// `nil` when the head is not there, or is not one.
    init?(_ bytes: [UInt8]) {
      guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
      rest = bytes[end.upperBound...]
      let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
      let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
      guard let first = lines.first, first.hasPrefix("HTTP/1.1 "),
        let code = Int(first.dropFirst(9).prefix(3))
      else { return nil }
      status = HTTPResponse.Status(code: code)
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":"),
          let name = HTTPField.Name(String(line[..<colon]))
        else { return nil }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        headers.append(HTTPField(name: name, value: String(value)))
      }
    }

    /// `nil` until all of it is there.
    var body: [UInt8]? {
      if status == .noContent || status == .notModified { return [] }
      if headers[.transferEncoding] == "chunked" { return unchunked }
      guard let length = headers[.contentLength].flatMap({ Int($0) }), rest.count >= length else {
        return nil
      }
      return Array(rest.prefix(length))
    }

    private var unchunked: [UInt8]? {
      var (left, body) = (rest, [UInt8]())
      while let line = left.firstRange(of: Array("\r\n".utf8)) {
        guard
          let size = Int(String(decoding: left[..<line.lowerBound], as: UTF8.self), radix: 16),
          left[line.upperBound...].count >= size + 2
        else { return nil }
        if size == 0 { return body }
        body += left[line.upperBound...].prefix(size)
        left = left[line.upperBound...].dropFirst(size + 2)
      }
      return nil
    }
  }
}
