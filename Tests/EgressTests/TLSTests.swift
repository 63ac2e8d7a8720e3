import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Egress

@Suite(
  "A connection is secure or there is none",
  .enabled(if: TLSWorkshop.isPossible, "openssl(1) is not there: the tests of TLS are skipped"))
struct TLSTests {
  private func egress(trusting authority: String?, _ secrets: [String: String] = [:]) -> Egress {
    var configuration = EgressConfiguration()
    configuration.authorities = authority
    return Egress(configuration: configuration, secrets: Secrets(values: secrets))
  }

  private func permissions(_ ports: Int...) -> Permissions {
    Permissions(privateHosts: Set(ports.map { HostPort(host: "127.0.0.1", port: $0) }))
  }

  private static let whole = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

  @Test(
    "a certificate that is not in order is no certificate, and the reason is said",
    arguments: [
      (TLSWorkshop.Certificate.own, "self-signed certificate"),
      (.expired, "certificate has expired"), (.future, "certificate is not yet valid"),
      (.other, "no alternative certificate subject name matches target host name '127.0.0.1'"),
    ])
  func certificates(certificate: TLSWorkshop.Certificate, reason: String) async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(certificate, ["a": Self.whole])
    let failure = try await egress(trusting: workshop.authority).failure(
      EgressRequest("GET", "https://127.0.0.1:\(server.port)/a"), as: permissions(server.port))
    #expect(failure.kind == .permission)
    let seen = try #require(failure.neededCertificate)
    #expect(seen.place == HostPort(host: "127.0.0.1", port: server.port))
    let fingerprint = try workshop.fingerprint(of: certificate)
    #expect(seen.shown == fingerprint)
    #expect(
      failure.message.hasPrefix(
        "the certificate of 127.0.0.1:\(server.port) is not vouched for by anybody this machine trusts ("
      ))
    #expect(failure.message.contains(reason), "\(failure)")
    #expect(failure.message.hasSuffix("trust it for this block: SHA-256 \(seen.shown)"))
  }

  @Test(
    "one that a person trusts by its fingerprint is trusted for that place, and no other one there",
    arguments: TLSWorkshop.Certificate.allCases)
  func pinned(certificate: TLSWorkshop.Certificate) async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(certificate, ["a": Self.whole])
    let request = EgressRequest("GET", "https://127.0.0.1:\(server.port)/a")
    let egress = egress(trusting: nil, ["KEY": "s3cr3t"])
    var trusting = permissions(server.port)
    let place = HostPort(host: "127.0.0.1", port: server.port)
    func pin(_ fingerprint: String, at place: HostPort) throws -> TrustedCertificate {
      try #require(TrustedCertificate(place: place, fingerprint: fingerprint))
    }
    trusting.certificates = [try pin(workshop.fingerprint(of: certificate), at: place)]
    for _ in 0..<2 {
      #expect(try await egress.send(request, as: trusting).text == "hello")
      // A block that does not trust it gets neither the connection nor the answer.
      let failure = try await egress.failure(request, as: permissions(server.port))
      #expect(failure.kind == .permission && failure.neededCertificate != nil)
    }
    // Another certificate, or this one at another place.
    var others = permissions(server.port)
    others.certificates = [try pin(String(repeating: "ab", count: 32), at: place)]
    let changed = try await egress.failure(request, as: others)
    #expect(changed.kind == .permission)
    #expect(
      changed.message.hasPrefix(
        "127.0.0.1:\(server.port) shows another certificate than the one you trusted ("))
    others.certificates = [
      try pin(workshop.fingerprint(of: certificate), at: HostPort(host: "127.0.0.1", port: 1))
    ]
    #expect(try await egress.failure(request, as: others).neededCertificate?.place == place)
    // What was granted without an address of one's own network is never offered.
    var open = Permissions(hosts: ["127.0.0.1"])
    open.certificates = trusting.certificates
    #expect(try await egress.failure(request, as: open).neededCertificate == nil)
  }

  @Test("a good certificate is good, whatever else is trusted there")
  func renewed() async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(.good, ["a": Self.whole])
    var permissions = permissions(server.port)
    permissions.certificates = [
      try #require(
        TrustedCertificate(
          place: HostPort(host: "127.0.0.1", port: server.port),
          fingerprint: String(repeating: "ab", count: 32)))
    ]
    let answer = try await egress(trusting: workshop.authority).send(
      EgressRequest("GET", "https://127.0.0.1:\(server.port)/a"), as: permissions)
    #expect(answer.text == "hello")
  }

  @Test("a good one of an authority of one's own is trusted only by who trusts the authority")
  func authority() async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(.good, ["a": Self.whole])
    let request = EgressRequest("GET", "https://127.0.0.1:\(server.port)/a")
    let answer = try await egress(trusting: workshop.authority).send(
      request, as: permissions(server.port))
    #expect(answer.text == "hello")
    let failure = try await egress(trusting: nil).failure(request, as: permissions(server.port))
    #expect(failure.kind == .permission)
    #expect(failure.message.contains("is not vouched for"))
  }

  // Of an answer without a length libcurl takes any end as its end (SSL_OP_IGNORE_UNEXPECTED_EOF).
  @Test("an answer that was cut off is none")
  func truncated() async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(
      .good,
      [
        "chunks": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "short": "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nrows", "whole": Self.whole,
      ])
    let relay = try CuttingRelay(to: server.port)
    let egress = egress(trusting: workshop.authority)
    for (path, port) in [
      ("chunks", relay.port), ("chunks", server.port), ("short", relay.port),
      ("short", server.port),
    ] {
      let failure = try await egress.failure(
        EgressRequest("GET", "https://127.0.0.1:\(port)/\(path)"), as: permissions(port))
      #expect(failure.kind == .network)
      #expect(
        failure.message
          == "the answer of 127.0.0.1:\(port) broke off; it will be tried again later", "\(path)")
    }
    let answer = try await egress.send(
      EgressRequest("GET", "https://127.0.0.1:\(server.port)/whole"), as: permissions(server.port))
    #expect(answer.text == "hello")
  }

  @Test("a server that does not speak TLS is not asked without it")
  func plain() async throws {
    let server = try LoopbackServer { _, connection in connection.answer(text: "plain") }
    let failing = try LoopbackServer.listen()
    Thread.detachNewThread {
      let client = accept(failing.descriptor, nil, nil)
      LoopbackServer.Connection(descriptor: client).send("HTTP/1.1 400 Bad Request\r\n\r\n")
      close(client)
      close(failing.descriptor)
    }
    let failure = try await egress(trusting: nil).failure(
      EgressRequest("GET", "https://127.0.0.1:\(failing.port)/"), as: permissions(failing.port))
    #expect(failure.kind == .network)
    #expect(
      failure.message.hasPrefix("no secure connection to 127.0.0.1:\(failing.port) ("),
      "\(failure)")
    #expect(failure.message.hasSuffix("; check that it speaks https"))
    #expect(server.requests.isEmpty)
  }

  @Test("a secret stays behind when https leads to http, and the request goes on")
  func downgrade() async throws {
    let plain = try LoopbackServer { _, connection in connection.answer(text: "plain") }
    let workshop = try TLSWorkshop()
    let server = try workshop.server(
      .good,
      [
        "a": "HTTP/1.1 302 Found\r\nLocation: \(plain.url())\r\nContent-Length: 0\r\n\r\n"
      ])
    var permissions = permissions(server.port, plain.port)
    permissions.secrets = [
      SecretBinding(
        name: "KEY",
        origins: [plain.origin, Origin(scheme: .https, host: "127.0.0.1", port: server.port)])
    ]
    let egress = egress(trusting: workshop.authority, ["KEY": "s3cr3t"])
    let url = "https://127.0.0.1:\(server.port)/a"
    let request = EgressRequest(
      "GET", url,
      headers: [.init("X-Key", "{{secret:KEY}}"), .init("Authorization", "Bearer {{secret:KEY}}")])
    #expect(try await egress.send(request, as: permissions).text == "plain")
    let arrived = try #require(plain.requests.first)
    #expect(arrived.header("x-key") == nil && arrived.header("authorization") == nil)
    #expect(!arrived.head.contains("s3cr3t"))
    // Without a secret the redirect is as good as any other.
    #expect(try await egress.send(EgressRequest("GET", url), as: permissions).text == "plain")
  }
}
