import Dispatch
public import Foundation

/// A web server on loopback for one test: paths and what they answer.
public final class LoopbackSource: @unchecked Sendable {
  // Safe because `answers` is set before the first connection and never changed.
  public struct Answer: Sendable {
    public var status = 200
    public var type = "application/json"
    public var headers: [(String, String)] = []
    public var body: [UInt8] = []
    public var ending = Ending.complete

    public init(
      status: Int = 200, type: String = "application/json", headers: [(String, String)] = [],
      body: [UInt8] = [], ending: Ending = .complete
    ) {
      self.status = status
      self.type = type
      self.headers = headers
      self.body = body
      self.ending = ending
    }
  }

  public enum Ending: Sendable {
    case complete
    /// The connection closes before the end that was announced.
    case cut
    /// Nothing more comes, and the connection stays open.
    case silence
    /// The body again and again, as long as somebody reads.
    case endless
  }

  public struct Request: Sendable {
    /// Everything up to the empty line.
    public var head: String
    public var body: [UInt8]

    /// Without the slash it begins with.
    public var path: String {
      head.split(separator: " ", maxSplits: 2).dropFirst().first.map { String($0.dropFirst()) }
        ?? ""
    }
  }

  public let port: Int
  private let descriptor: Int32
  private let answers: @Sendable (Request) -> Answer

  public convenience init(_ answers: @escaping @Sendable (String) -> Answer) throws {
    try self.init(answering: { answers($0.path) })
  }

  /// Answers by the whole request instead of its path.
  public static func answering(
    _ answers: @escaping @Sendable (Request) -> Answer
  ) throws -> LoopbackSource {
    try LoopbackSource(answering: answers)
  }

  private init(answering answers: @escaping @Sendable (Request) -> Answer) throws {
    self.answers = answers
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer -> UInt16 in
        guard bind(descriptor, pointer, length) == 0, listen(descriptor, 64) == 0,
          getsockname(descriptor, pointer, &length) == 0
        else { return 0 }
        return 1
      }
    }
    guard port == 1 else { throw CocoaError(.fileReadUnknown) }
    self.port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(descriptor, nil, nil)
        if client < 0 {
          // Here, where nobody can accept from a descriptor that is another server's by now.
          close(descriptor)
          return
        }
        guard let self else {
          close(client)
          continue
        }
        Thread.detachNewThread { self.serve(client) }
      }
    }
  }

  /// The files of a folder, with the types of `types` or of their endings.
  public convenience init(folder: URL) throws {
    try self.init { path in
      let name = path.removingPercentEncoding ?? path
      guard let data = try? Data(contentsOf: folder.appending(path: name)) else {
        return Answer(status: 404, type: "text/plain", body: Array("not here".utf8))
      }
      let type =
        switch URL(filePath: name).pathExtension {
        case "json": "application/json"
        case "geojson": "application/geo+json"
        case "xml": "application/xml"
        case "csv": "text/csv"
        case "tsv": "text/tab-separated-values"
        case "ics": "text/calendar"
        default: "text/html"
        }
      return Answer(type: type, body: Array(data))
    }
  }

  deinit { shutdown(descriptor, Int32(SHUT_RDWR)) }

  public func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

  private func serve(_ client: Int32) {
    defer { close(client) }
    var request: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 8192)
    func receive() -> Bool {
      let count = recv(client, &buffer, buffer.count, 0)
      if count > 0 { request += buffer[..<count] }
      return count > 0
    }
    while !request.contains(sequence: [13, 10, 13, 10]) {
      if !receive() { return }
    }
    guard let end = request.firstRange(of: [13, 10, 13, 10]) else { return }
    let text = String(decoding: request[..<end.lowerBound], as: UTF8.self)
    let length =
      text.firstMatch(of: #/(?i)content-length: *(\d+)/#).flatMap { Int($0.1) } ?? 0
    while request.count - end.upperBound < length {
      if !receive() { return }
    }
    let answer = answers(Request(head: text, body: Array(request[end.upperBound...])))
    var head = "HTTP/1.1 \(answer.status) X\r\nConnection: close\r\n"
    if !answer.type.isEmpty { head += "Content-Type: \(answer.type)\r\n" }
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    switch answer.ending {
    case .complete: head += "Content-Length: \(answer.body.count)\r\n"
    case .cut: head += "Content-Length: \(answer.body.count + 1)\r\n"
    case .silence, .endless: break
    }
    guard send(Array((head + "\r\n").utf8) + answer.body, to: client) else { return }
    switch answer.ending {
    case .complete, .cut: break
    case .silence: while recv(client, &buffer, buffer.count, 0) > 0 {}
    case .endless: while send(answer.body, to: client) {}
    }
  }

  private func send(_ bytes: [UInt8], to client: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }
}

extension Array where Element == UInt8 {
  fileprivate func contains(sequence: [UInt8]) -> Bool {
    guard count >= sequence.count else { return false }
    return suffix(4).elementsEqual(sequence) || firstRange(of: sequence) != nil
  }
}
