import BlockModel
import Egress
import Foundation
import Testing

@Suite("A source that misbehaves fails alone, with its kind and a sentence")
struct HostileServerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var kind: FailureKind
    /// After the name of the place.
    var message: String
    var timeout = Duration.seconds(20)
    var serve: @Sendable (LoopbackServer.Connection) -> Void

    var testDescription: String { name }
  }

  static let brokeOff = "the answer of PLACE broke off; it will be tried again later"
  static let tooLarge =
    "the answer of PLACE is larger than 1 MiB; ask for less, or for another address"
  static let headers = "the headers of PLACE are larger than 256 KiB; ask another address"
  static let block = [UInt8](repeating: UInt8(ascii: "a"), count: 64 << 10)

  /// One MiB that unpacks to a GiB would do; this is 10 KiB for 10 MiB, made by gzip itself.
  static let bomb: [UInt8] = {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "head -c 10485760 /dev/zero | gzip -9"]
    let pipe = Pipe()
    process.standardOutput = pipe
    guard (try? process.run()) != nil else { return [] }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }()

  static let cases: [Case] = [
    Case(name: "a body beyond the cap", kind: .limit, message: tooLarge) { connection in
      connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
      while connection.send(block) {}
    },
    Case(name: "a length of 10 GB", kind: .limit, message: tooLarge) { connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
      connection.waitForEnd()
    },
    Case(name: "never-ending chunks", kind: .limit, message: tooLarge) { connection in
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      while connection.send("10000\r\n"), connection.send(block), connection.send("\r\n") {}
    },
    Case(name: "a gzip bomb", kind: .limit, message: tooLarge) { connection in
      connection.answer(200, [("Content-Encoding", "gzip")], bomb)
    },
    Case(name: "one header of 1 MB", kind: .limit, message: headers) { connection in
      connection.send("HTTP/1.1 200 OK\r\nX: ")
      for _ in 0..<16 where connection.send(block) {}
      connection.send("\r\nContent-Length: 0\r\n\r\n")
    },
    Case(name: "headers without an end", kind: .limit, message: headers) { connection in
      connection.send("HTTP/1.1 200 OK\r\n")
      while connection.send("X: " + String(repeating: "y", count: 1000) + "\r\n") {}
    },
    Case(name: "preliminary answers without an end", kind: .limit, message: headers) { connection in
      while connection.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") {}
    },
    Case(name: "a body shorter than its length", kind: .network, message: brokeOff) { connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
    },
    Case(name: "chunks that break off", kind: .network, message: brokeOff) { connection in
      connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
    },
    Case(name: "no answer at all", kind: .network, message: brokeOff) { _ in },
    Case(
      name: "silence", kind: .network,
      message: "PLACE did not answer within 0.3 s; it will be tried again later",
      timeout: .milliseconds(300)
    ) { $0.waitForEnd() },
    Case(
      name: "one byte at a time", kind: .network,
      message: "PLACE did not answer within 0.5 s; it will be tried again later",
      timeout: .milliseconds(500)
    ) { connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      while connection.send("x"), poll(&entry, 1, 100) == 0 {}
    },
    Case(
      name: "one header byte at a time", kind: .network,
      message: "PLACE did not answer within 0.5 s; it will be tried again later",
      timeout: .milliseconds(500)
    ) { connection in
      connection.send("HTTP/1.1 200 OK\r\nX: ")
      var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      while connection.send("x"), poll(&entry, 1, 100) == 0 {}
    },
    Case(
      name: "gzip that is none", kind: .network,
      message: "the answer of PLACE is compressed wrongly"
    ) { $0.answer(200, [("Content-Encoding", "gzip")], text: "plain text") },
    Case(
      name: "another protocol", kind: .network, message: "PLACE does not answer in HTTP"
    ) { $0.send("220 mail.example.org ESMTP ready\r\n") },
    Case(name: "a status that is none", kind: .network, message: "PLACE ") {
      $0.send("HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n")
    },
  ]

  @Test("a failure", arguments: cases)
  func failures(_ one: Case) async throws {
    let server = try LoopbackServer { _, connection in one.serve(connection) }
    let egress = Egress()
    let failure = try await egress.failure(
      EgressRequest("GET", server.url(), timeout: one.timeout, maximumBytes: 1 << 20),
      as: server.permissions)
    #expect(failure.kind == one.kind, "\(failure)")
    let place = "127.0.0.1:\(server.port)"
    let expected = one.message.replacing("PLACE", with: place)
    #expect(
      one.message.contains(";") ? failure.message == expected : failure.message.hasPrefix(expected),
      "\(failure)")
    // The transport still works.
    let good = try LoopbackServer { _, connection in connection.answer(text: "fine") }
    #expect(
      try await egress.send(EgressRequest("GET", good.url()), as: good.permissions).text == "fine")
  }

  @Test("a source that sends more than it announced is read up to the announced length")
  func tooMuch() async throws {
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfourand more")
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.text == "four")
  }

  @Test("HEAD has no body, however long the source says it is")
  func head() async throws {
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n")
    }
    let answer = try await Egress().send(
      EgressRequest("HEAD", server.url()), as: server.permissions)
    #expect(answer.status == 200)
    #expect(answer.body.isEmpty)
  }

  @Test(
    "any status is an answer, with its body and headers",
    arguments: [200, 204, 400, 401, 403, 404, 410, 418, 429, 500, 502, 503, 599])
  func statuses(status: Int) async throws {
    let server = try LoopbackServer { _, connection in
      connection.send("HTTP/1.1 \(status) X\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n")
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url()), as: server.permissions)
    #expect(answer.status == status)
    #expect(answer.headers.filter { $0.name == "x-a" }.map(\.value) == ["1", "2"])
    #expect(answer.exchange.status == status)
    #expect(answer.exchange.error == nil)
  }

  @Test(
    "what is compressed arrives unpacked", arguments: ["gzip", "x-gzip"])
  func compressed(encoding: String) async throws {
    let server = try LoopbackServer { request, connection in
      #expect(request.header("accept-encoding")?.contains("gzip") == true)
      connection.answer(200, [("Content-Encoding", encoding)], Self.bomb)
    }
    let answer = try await Egress().send(
      EgressRequest("GET", server.url(), maximumBytes: 10 << 20), as: server.permissions)
    #expect(answer.body.count == 10 << 20)
    #expect(answer.exchange.bytes == 10 << 20)
  }
}
