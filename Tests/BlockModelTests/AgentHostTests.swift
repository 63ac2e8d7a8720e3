import BlockModel
import Foundation
import Testing

@Suite("What agents may look at")
struct AgentHostTests {
  @Test(
    "is a public host, or with its port a place that is not public",
    arguments: [
      ("api.example.org", "api.example.org", "host GET api.example.org"),
      ("*.Example.org", "*.example.org", "host GET *.example.org"),
      ("NAS.local:8080", "nas.local:8080", "private nas.local:8080"),
      ("[::1]:80", "[::1]:80", "private [::1]:80"),
    ])
  func typed(text: String, name: String, subject: String) throws {
    #expect(AgentHost.name(typed: text) == name)
    let host = AgentHost(host: name, isAllowed: false, agent: "claude", at: Date())
    #expect(host.subject.description == subject)
    #expect(host.isOfHome == subject.hasPrefix("private"))
    #expect(AgentHost.name(of: host.subject) == name)
  }

  @Test(
    "is nothing else",
    arguments: ["", "*", "a b", "http://nas.local/", "nas.local:0", "nas.local:port"])
  func refused(text: String) {
    #expect(AgentHost.name(typed: text) == nil)
  }

  @Test("is one place: not every port of a machine, and no other kind of permission")
  func one() {
    #expect(AgentHost.name(of: .privateHost(HostPort(host: "nas.local", port: nil))) == nil)
    #expect(AgentHost.name(of: .browser) == nil)
    #expect(AgentHost.name(of: .picture("api.example.org")) == nil)
  }
}
