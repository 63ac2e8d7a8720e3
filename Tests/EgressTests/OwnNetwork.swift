import Foundation
import Synchronization

/// A network in which every address of the internet is this machine, with a DNS of the test's own: a
/// namespace of the kernel's, entered by running the tests once more in a process of its own.
enum OwnNetwork {
  private static let mark = "DASH_TESTS_OWN_NETWORK"

  /// Do these tests run in it?
  static var isInside: Bool { ProcessInfo.processInfo.environment[mark] != nil }

  /// May this process have one? Containers often may not.
  static let isPossible: Bool = !isInside && (try? run(["true"]).status) == 0

  /// Everything an address may be is local, and names are asked for at 127.0.0.1.
  private static let preparation = """
    ip link set lo up
    ip route add local 0.0.0.0/0 dev lo
    ip -6 route add local ::/0 dev lo
    hosts=$(mktemp); names=$(mktemp)
    echo '127.0.0.1 localhost' > "$hosts"
    echo 'nameserver 127.0.0.1\noptions timeout:2 attempts:2' > "$names"
    mount --bind "$hosts" /etc/hosts
    mount --bind "$names" "$(readlink -f /etc/resolv.conf)"
    rm "$hosts" "$names" 2>/dev/null || true
    exec "$@"
    """

  /// Runs a command in a new one.
  static func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/unshare")
    process.arguments =
      (geteuid() == 0 ? ["-mn"] : ["-rmn"]) + ["/bin/sh", "-ec", preparation, "sh"] + command
    process.environment = ProcessInfo.processInfo.environment.merging([mark: "1"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said)
  }

  /// Runs the tests whose names match in a new one.
  static func runTests(_ filter: String) throws -> (status: Int32, output: String) {
    let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return try run([program, "--testing-library", "swift-testing", "--filter", filter])
  }
}

/// A DNS server on 127.0.0.1 that knows the names of one test.
final class NameServer: Sendable {
  /// Addresses in the order in which a name answers: each question takes the next list, and the last
  /// one stays.
  private let names: Mutex<[String: [[String]]]>
  private let asked = Mutex<[String]>([])

  init(_ names: [String: [[String]]]) throws {
    self.names = Mutex(names)
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(53).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
    Thread.detachNewThread { [self] in serve(descriptor) }
  }

  /// Names that were asked for, with the type of address.
  var questions: [String] { asked.withLock { $0 } }

  private func serve(_ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 1500)
    while true {
      var client = sockaddr_storage()
      var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
      withUnsafeMutablePointer(to: &client) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { client in
          let count = recvfrom(descriptor, &buffer, buffer.count, 0, client, &length)
          guard count > 0 else { return }
          let answer = answer(Array(buffer.prefix(count)))
          _ = sendto(descriptor, answer, answer.count, 0, client, length)
        }
      }
    }
  }

  /// RFC 1035, 4: the question again, and an address record for each address of its type.
  private func answer(_ question: [UInt8]) -> [UInt8] {
    var labels: [String] = []
    var at = 12
    while at < question.count, case let length = Int(question[at]), length > 0 {
      labels.append(String(decoding: question[(at + 1)...].prefix(length), as: UTF8.self))
      at += 1 + length
    }
    guard at + 4 < question.count else { return [] }
    let isIPv6 = question[at + 2] == 28
    let name = labels.joined(separator: ".").lowercased()
    asked.withLock { $0.append("\(name) \(isIPv6 ? "AAAA" : "A")") }
    let known = names.withLock { names -> [String]? in
      guard let lists = names[name] else { return nil }
      // IPv4 and IPv6 are asked for together; the first of them moves on.
      if !isIPv6, lists.count > 1 { names[name] = Array(lists.dropFirst()) }
      return lists.first
    }
    let addresses = (known ?? []).compactMap { Self.bytes($0, isIPv6) }
    var answer = Array(question[..<2]) + [0x81, known == nil ? 0x83 : 0x80, 0, 1]
    answer += [0, UInt8(addresses.count), 0, 0, 0, 0]
    answer += question[12..<(at + 5)]
    for address in addresses {
      answer += [0xC0, 12, 0, isIPv6 ? 28 : 1, 0, 1, 0, 0, 0, 0, 0, UInt8(address.count)] + address
    }
    return answer
  }

  private static func bytes(_ text: String, _ isIPv6: Bool) -> [UInt8]? {
    if isIPv6 {
      var address = in6_addr()
      guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
      return withUnsafeBytes(of: address) { Array($0) }
    }
    var address = in_addr()
    guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
    return withUnsafeBytes(of: address) { Array($0) }
  }
}
