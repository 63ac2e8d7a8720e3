import BlockModel
import BlockRuntime
import Egress
import Foundation
import Testing

@Suite("A run with a secret never holds its value")
struct SecretRunTests {
  private struct Values: SecretSource {
    func secret(_ name: String) async -> String? { name == "KEY" ? "  s3cr3t-value  " : nil }
  }

  /// Answers every request with the request itself, in several forms.
  private final class Echo: Sendable {
    let port: Int
    private let listener: Int32

    init() throws {
      let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      var length = socklen_t(MemoryLayout<sockaddr_in>.size)
      let result = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(listener, $0, length) + listen(listener, 16) + getsockname(listener, $0, &length)
        }
      }
      guard result == 0 else { throw CocoaError(.fileReadUnknown) }
      port = Int(UInt16(bigEndian: address.sin_port))
      self.listener = listener
      Thread.detachNewThread {
        while case let client = accept(listener, nil, nil), client >= 0 {
          var buffer = [UInt8](repeating: 0, count: 65_536)
          let count = recv(client, &buffer, buffer.count, 0)
          let head = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
          let body = head + Data(head.utf8).base64EncodedString() + JSONValue.string(head).json()
          let answer =
            "HTTP/1.1 200 OK\r\nX-Echo: \(head.prefix { $0 != "\r\n" })\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
          _ = answer.withCString { send(client, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
          close(client)
        }
        close(listener)
      }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
  }

  @Test(
    "in its data, its log, its failure, its exchanges or its recording",
    arguments: [
      "return {body = r.body, headers = r.headers, url = r.url}",
      "print(r.body) log.warn(r.headers['x-echo']) return {}", "error(r.body)",
      "error({text = r.body})",
      "r:json()",
    ])
  func nowhere(script: String) async throws {
    let echo = try Echo()
    let folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = await Workshop(secrets: Values()).run(
      """
      local r = require("http").get("http://127.0.0.1:\(echo.port)/?k={{secret:KEY}}",
        {headers = {Authorization = "Bearer {{secret:KEY}}"}})
      \(script)
      """,
      permissions: Permissions(
        privateHosts: [HostPort(host: "127.0.0.1", port: echo.port)],
        secrets: [
          SecretBinding(
            name: "KEY", origins: [Origin(scheme: .http, host: "127.0.0.1", port: echo.port)])
        ])
    ) { $0.cassette = .record(folder) }
    #expect(outcome.http.map(\.status) == [200])
    var texts = [outcome.json.json()]
    let recorded = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(recorded.count == 2)
    for file in recorded {
      texts.append(file.lastPathComponent)
      texts.append(String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }
    let inBase64 = (0..<3).map { offset in
      Data((String(repeating: "x", count: offset) + "s3cr3t-value").utf8).base64EncodedString()
        .dropFirst(4).prefix(8)
    }
    for text in texts {
      #expect(!text.contains("s3cr3t"))
      for form in inBase64 { #expect(!text.contains(form)) }
    }
    #expect(texts.contains { $0.contains("•••") })
  }
}
