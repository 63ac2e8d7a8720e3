/// A header of a request or an answer.
public struct HTTPHeader: Sendable, Equatable {
  public var name: String
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One request of a script, which the host checks against the permissions of its block.
public struct HTTPQuestion: Sendable, Equatable {
  /// Upper case.
  public var method: String
  public var url: String
  public var headers: [HTTPHeader]
  public var body: ArraySlice<UInt8>?
  /// Seconds.
  public var timeout: Double?
  /// Seconds that an answer may be old.
  public var ttl: Double?
  /// How a browser shows the address; `nil`: what the address itself sends is wanted.
  public var visit: BrowserVisit?

  public init(
    _ method: String, _ url: String, headers: [HTTPHeader] = [], body: ArraySlice<UInt8>? = nil,
    timeout: Double? = nil, ttl: Double? = nil, visit: BrowserVisit? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.ttl = ttl
    self.visit = visit
  }
}

/// What came of one request.
public enum HTTPAnswer: Sendable, Equatable {
  case response(HTTPResponse)
  /// No answer came, or it was refused.
  case refusal(Refusal)
}

extension HTTPAnswer {
  /// About the bytes that it takes in a frame.
  var size: Int {
    switch self {
    case .response(let response): response.size
    case .refusal(let refusal): refusal.message.utf8.count + 64
    }
  }
}

/// An answer of a source, whatever its status.
public struct HTTPResponse: Sendable, Equatable {
  public var status: Int
  /// Where it came from, after redirects.
  public var url: String
  public var headers: [HTTPHeader]
  public var body: ArraySlice<UInt8>
  /// Seconds that the source asks to wait.
  public var retryAfter: Int?

  public init(
    status: Int, url: String, headers: [HTTPHeader], body: ArraySlice<UInt8>,
    retryAfter: Int? = nil
  ) {
    self.status = status
    self.url = url
    self.headers = headers
    self.body = body
    self.retryAfter = retryAfter
  }

  /// About the bytes that it takes in a frame.
  public var size: Int {
    headers.reduce(body.count + url.utf8.count + 64) {
      $0 + $1.name.utf8.count + $1.value.utf8.count + 8
    }
  }
}

/// Why the host did not do what it was asked for.
public struct Refusal: Sendable, Equatable {
  /// A raw value of `FailureKind`, which the script reads as `kind`.
  public var kind: String
  /// One sentence: what happened and what to do next.
  public var message: String
  /// Seconds that the source asks to wait.
  public var retryAfter: Int?

  /// Texts that are too long for the wire are cut.
  public init(_ kind: String, _ message: String, retryAfter: Int? = nil) {
    self.kind = kind.cut(to: .kind)
    self.message = message.cut(to: .message)
    self.retryAfter = retryAfter
  }
}

// MARK: On the wire

extension HTTPHeader {
  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    name = try reader.text(.headerName)
    value = try reader.text(.headerValue)
  }

  fileprivate static func encode(_ headers: [HTTPHeader], to writer: inout WireWriter) {
    writer.write(headers, .headers) { writer, header in
      writer.write(header.name, .headerName)
      writer.write(header.value, .headerValue)
    }
  }

  fileprivate static func list(from reader: inout WireReader) throws(WireProblem) -> [HTTPHeader] {
    try reader.list(.headers) { reader throws(WireProblem) in try HTTPHeader(from: &reader) }
  }
}

extension HTTPQuestion {
  init(from reader: inout WireReader) throws(WireProblem) {
    method = try reader.text(.method)
    url = try reader.text(.url)
    headers = try HTTPHeader.list(from: &reader)
    body = try reader.optional(.requestBody) { reader throws(WireProblem) in
      try reader.content(.requestBody)
    }
    timeout = try reader.optional(.timeout) { reader throws(WireProblem) in
      try reader.seconds(.timeout)
    }
    ttl = try reader.optional(.ttl) { reader throws(WireProblem) in try reader.seconds(.ttl) }
    visit = try reader.optional(.choice) { reader throws(WireProblem) in
      try BrowserVisit(from: &reader)
    }
  }

  func encode(to writer: inout WireWriter) {
    writer.write(method, .method)
    writer.write(url, .url)
    HTTPHeader.encode(headers, to: &writer)
    writer.write(body) { $0.write($1, .requestBody) }
    writer.write(timeout) { $0.write($1, .timeout) }
    writer.write(ttl) { $0.write($1, .ttl) }
    writer.write(visit) { $1.encode(to: &$0) }
  }
}

extension HTTPAnswer {
  private enum Kind: UInt8 { case response, refusal }

  init(from reader: inout WireReader) throws(WireProblem) {
    switch try reader.choice(.choice, of: Kind.self) {
    case .response: self = .response(try HTTPResponse(from: &reader))
    case .refusal: self = .refusal(try Refusal(from: &reader))
    }
  }

  func encode(to writer: inout WireWriter) {
    switch self {
    case .response(let response):
      writer.write(Kind.response.rawValue)
      response.encode(to: &writer)
    case .refusal(let refusal):
      writer.write(Kind.refusal.rawValue)
      refusal.encode(to: &writer)
    }
  }
}

extension HTTPResponse {
  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    status = try reader.number(.status)
    url = try reader.text(.url)
    headers = try HTTPHeader.list(from: &reader)
    body = try reader.content(.answerBody)
    retryAfter = try reader.optional(.retryAfter) { reader throws(WireProblem) in
      try reader.number(.retryAfter)
    }
  }

  fileprivate func encode(to writer: inout WireWriter) {
    writer.write(status, .status)
    writer.write(url, .url)
    HTTPHeader.encode(headers, to: &writer)
    writer.write(body, .answerBody)
    writer.write(retryAfter) { $0.write($1, .retryAfter) }
  }
}

extension Refusal {
  init(from reader: inout WireReader) throws(WireProblem) {
    kind = try reader.text(.kind)
    message = try reader.text(.message)
    retryAfter = try reader.optional(.retryAfter) { reader throws(WireProblem) in
      try reader.number(.retryAfter)
    }
  }

  func encode(to writer: inout WireWriter) {
    writer.write(kind, .kind)
    writer.write(message, .message)
    writer.write(retryAfter) { $0.write($1, .retryAfter) }
  }
}
