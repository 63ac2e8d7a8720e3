import BlockModel
import Egress
import Foundation
import TestSupport
import Testing

@Suite("Names are judged by the addresses they resolve to", .timeLimit(.minutes(2)))
struct OwnNetworkTests {
  @Test(
    "in a network of the test's own, where every address can be asked",
    .enabled(
      if: OwnNetwork.isPossible,
      "this kernel gives no network of its own to the tests: names that resolve to private addresses are not tried"
    ))
  func inside() throws {
    let (status, output) = try OwnNetwork.runTests("EgressTests.InsideOwnNetworkTests")
    let tests = output.firstMatch(of: /Test run with (\d+) tests? .*passed/).flatMap { Int($0.1) }
    #expect(status == 0 && (tests ?? 0) >= 8, "\(output.suffix(4000))")
  }
}

@Suite(
  "Inside a network of the test's own", .serialized,
  .enabled(if: OwnNetwork.isInside, "run by OwnNetworkTests"))
struct InsideOwnNetworkTests {
  /// Addresses that no name may lead to, as a sub-domain of `private.test` each.
  static let privateAddresses = [
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1",
    "100.64.0.1", "169.254.169.254", "198.18.0.5", "::1", "fd00::1", "fe80::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::808:808", "2002:7f00:1::", "2002:c0a8:101::1",
  ]

  static func name(of address: String) -> String {
    "x" + address.replacing(".", with: "-").replacing(":", with: "-") + "x.private.test"
  }

  static let world = World()

  /// What there is to ask in this network.
  struct World: Sendable {
    let names: NameServer?
    let server: LoopbackServer?

    init() {
      var names: [String: [[String]]] = [
        "public.test": [["93.184.216.34"]], "public6.test": [["2606:2800:220:1::1"]],
        "nat64.test": [["64:ff9b::5db8:d822"]], "both.test": [["10.0.0.7", "93.184.216.34"]],
        "rebind.test": [["93.184.216.34"], ["127.0.0.1"]],
        "xn--bcher-kva.test": [["93.184.216.34"]],
        "home.test": [["192.168.1.7"]], "a.site.test": [["93.184.216.35"]],
        "b.site.test": [["93.184.216.36"]], "made-up.test": [["198.18.0.77"]],
      ]
      for address in InsideOwnNetworkTests.privateAddresses {
        names[InsideOwnNetworkTests.name(of: address)] = [[address]]
      }
      self.names = try? NameServer(names)
      server = try? LoopbackServer(on: LoopbackServer.listenEverywhere(port: 80)) {
        request, connection in
        guard let target = request.path.firstRange(of: "?to=") else {
          return connection.answer(text: "\(request.header("host") ?? "") \(request.path)")
        }
        connection.answer(
          302,
          [
            ("Location", String(request.path[target.upperBound...])),
            ("Set-Cookie", "host=\(request.header("host") ?? ""); Path=/"),
            ("Set-Cookie", "site=1; Domain=site.test; Path=/"),
            ("Set-Cookie", "all=1; Domain=test; Path=/"),
          ])
      }
    }

    /// What was asked of a host.
    func requests(of host: String) -> [LoopbackServer.Request] {
      server?.requests.filter { $0.header("host") == host } ?? []
    }
  }

  private let world = InsideOwnNetworkTests.world

  @Test(
    "a name that resolves to an address that is not public is not asked, at the first hop or a later one",
    arguments: privateAddresses)
  func privateNames(address: String) async throws {
    let name = Self.name(of: address)
    for url in ["http://\(name)/", "http://public.test/?to=http://\(name)/"] {
      let failure = try await Egress().failure(
        EgressRequest("GET", url), as: Permissions(hosts: [name, "public.test"]))
      #expect(failure.kind == .permission)
      #expect(failure.neededPlace == HostPort(host: name, port: 80))
      #expect(failure.message.hasPrefix("\(name):80 ("), "\(failure)")
      #expect(failure.message.hasSuffix("with --grant \(name):80 or the Allow button"))
    }
    #expect(world.requests(of: name).isEmpty)
    #expect(world.names?.questions.contains { $0.hasPrefix(name) } == true)
  }

  @Test(
    "a name of the internet is asked, over IPv4, IPv6 and NAT64",
    arguments: ["public.test", "public6.test", "nat64.test"])
  func publicNames(name: String) async throws {
    let answer = try await Egress().send(
      EgressRequest("GET", "http://\(name)/x"), as: Permissions(hosts: [name]))
    #expect(answer.text == "\(name) /x")
  }

  @Test("of the addresses of a name only those that are public are tried")
  func both() async throws {
    let answer = try await Egress().send(
      EgressRequest("GET", "http://both.test/"), as: Permissions(hosts: ["both.test"]))
    #expect(answer.text == "both.test /")
  }

  @Test("a name that resolves to something else the second time does not get through with it")
  func rebinding() async throws {
    let request = EgressRequest("GET", "http://rebind.test/")
    let permissions = Permissions(hosts: ["rebind.test"])
    let first = Egress()
    #expect(try await first.send(request, as: permissions).status == 200)
    // The address that was judged is the one that was connected to: it was asked for once.
    #expect(world.names?.questions.filter { $0 == "rebind.test A" }.count == 1)
    let failure = try await Egress().failure(request, as: permissions)
    #expect(failure.kind == .permission)
    #expect(failure.message.hasPrefix("rebind.test:80 (127.0.0.1) is this machine"))
    #expect(world.requests(of: "rebind.test").count == 1)
  }

  @Test("a granted name is asked wherever it is, and a secret goes there only at home")
  func secrets() async throws {
    let egress = Egress(secrets: Secrets(values: ["KEY": "s3cr3t-value"]))
    for (name, goes) in [("home.test", true), ("public.test", false)] {
      let permissions = Permissions(
        hosts: [name], privateHosts: [HostPort(host: name, port: 80)],
        secrets: [SecretBinding(name: "KEY", origins: [Origin(scheme: .http, host: name)])])
      // A connection that is open already is no way around it.
      #expect(
        try await egress.send(EgressRequest("GET", "http://\(name)/"), as: permissions).status
          == 200)
      let request = EgressRequest(
        "GET", "http://\(name)/", headers: [.init("X-Key", "{{secret:KEY}}")])
      if goes {
        #expect(try await egress.send(request, as: permissions).status == 200)
        #expect(world.requests(of: name).last?.header("x-key") == "s3cr3t-value")
      } else {
        let failure = try await egress.failure(request, as: permissions)
        #expect(failure.kind == .permission)
        #expect(
          failure.message
            == "a secret is not sent to http://\(name), where anybody on the way could read it; use an https address"
        )
        #expect(world.requests(of: name).allSatisfy { $0.header("x-key") == nil })
      }
    }
  }

  @Test("what a VPN makes up for a name is told")
  func madeUp() async throws {
    let failure = try await Egress().failure(
      EgressRequest("GET", "http://made-up.test/"), as: Permissions(hosts: ["made-up.test"]))
    #expect(
      failure.message
        == "made-up.test:80 (198.18.0.77) is an address that a VPN or proxy of this machine makes up for every name (fake IP); switch that off there, or allow it once with --grant made-up.test:80 or the Allow button"
    )
  }

  @Test("names that a VPN makes up are known by asking for one")
  func madeUpNames() async {
    #expect(await MadeUpNames.address(of: "made-up.test", within: .seconds(30)) == "198.18.0.77")
    for name in ["public.test", "home.test", "nowhere.test", "public6.test"] {
      #expect(await MadeUpNames.address(of: name, within: .seconds(30)) == nil, "\(name)")
    }
  }

  @Test("an internationalised name is asked as DNS knows it, however it was granted")
  func internationalised() async throws {
    for (url, host) in [
      ("http://bücher.test/", "xn--bcher-kva.test"), ("http://xn--bcher-kva.test/", "bücher.test"),
      ("http://public.test/?to=http://b%C3%BCcher.test/", "BÜCHER.test"),
    ] {
      let answer = try await Egress().send(
        EgressRequest("GET", url), as: Permissions(hosts: [host, "public.test"]))
      #expect(answer.text == "xn--bcher-kva.test /")
      #expect(answer.url == "http://xn--bcher-kva.test/")
    }
  }

  @Test("a cookie goes to its host or its site, and to no other")
  func cookies() async throws {
    let hosts = ["a.site.test", "b.site.test", "public.test"]
    let url =
      "http://a.site.test/?to=http://b.site.test/?to=http://public.test/?to=http://a.site.test/end"
    let answer = try await Egress().send(
      EgressRequest("GET", url), as: Permissions(hosts: Set(hosts)))
    #expect(answer.url == "http://a.site.test/end")
    #expect(world.requests(of: "b.site.test").last?.header("cookie") == "site=1")
    #expect(world.requests(of: "public.test").last?.header("cookie") == nil)
    let cookies = world.requests(of: "a.site.test").last?.header("cookie") ?? ""
    #expect(Set(cookies.split(separator: "; ")) == ["host=a.site.test", "site=1"])
  }

  @Test(
    "a certificate nobody vouches for is never offered, nor trusted, for a place of the internet",
    .enabled(if: TLSWorkshop.isPossible, "openssl(1) is not there"))
  func certificates() async throws {
    let workshop = try TLSWorkshop()
    let server = try workshop.server(
      .own, ["a": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"], on: "0.0.0.0")
    for (name, isHome) in [("home.test", true), ("public.test", false)] {
      let place = HostPort(host: name, port: server.port)
      var permissions = Permissions(privateHosts: [place])
      let request = EgressRequest("GET", "https://\(place)/a")
      let failure = try await Egress().failure(request, as: permissions)
      #expect(failure.kind == (isHome ? .permission : .network))
      #expect((failure.neededCertificate != nil) == isHome)
      permissions.certificates = [
        try #require(
          TrustedCertificate(place: place, fingerprint: workshop.fingerprint(of: .own)))
      ]
      if isHome {
        #expect(try await Egress().send(request, as: permissions).text == "hello")
      } else {
        #expect(try await Egress().failure(request, as: permissions).kind == .network)
      }
    }
  }
}
