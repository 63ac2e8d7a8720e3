public import BlockModel
import Foundation

/// Where notices are sent besides the page.
///
/// Who knows the address of a webhook or the topic of ntfy can send to it or read it: addresses and tokens are
/// secrets, kept sealed, and shown to nobody.
public struct NoticeTarget: Hashable, Sendable {
  public enum Way: Hashable, Sendable {
    /// A POST of JSON to this address.
    case webhook(String)
    /// A topic of a server that speaks as ntfy.sh does: `https://ntfy.sh/TOPIC`.
    case ntfy(String)
    /// A command of this machine, told the text on its standard input. Only the shell sets one.
    case command([String])
  }

  public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
    case name(String)
    case address(String)
    case topic
    case command
    case kinds
    case tooMany

    public var description: String {
      switch self {
      case .name(let name):
        "'\(name.prefix(60))' is not a valid name of a target: use a…z, 0…9 and -, at most 40"
      case .address(let address):
        "'\(address.prefix(80))' is not an address that notices can be sent to; give one that begins with https:// or http://"
      case .topic: "the address of ntfy ends in a topic, like https://ntfy.sh/my-topic"
      case .command: "a command is the path of a program and its arguments"
      case .kinds: "say which kinds of notices it gets: alert, broken, healed, needs_key"
      case .tooMany: "there are \(NoticeTarget.most) targets already; remove one first"
      }
    }
  }

  public static let most = 20

  public var name: String
  public var way: Way
  public var kinds: Set<NoticeKind>
  /// Sent as `Authorization: Bearer …`.
  public var token: String?
  /// A person at the shell allowed a place that is not public.
  public var isHome: Bool
  /// The newest notice when it was set; only later ones are sent.
  public var first: Int64 = 0

  public init(
    _ name: String, _ way: Way, kinds: Set<NoticeKind> = Set(NoticeKind.allCases),
    token: String? = nil, isHome: Bool = false
  ) throws(Problem) {
    self.name = name
    self.way = way
    self.kinds = kinds
    self.token = token
    self.isHome = isHome
    guard name.wholeMatch(of: /[a-z0-9\-]{1,40}/) != nil else { throw .name(name) }
    guard !kinds.isEmpty else { throw .kinds }
    switch way {
    case .webhook(let address), .ntfy(let address):
      guard address.utf8.count <= 2_000, place != nil else { throw .address(address) }
      if case .ntfy = way, topic == nil { throw .topic }
    case .command(let arguments):
      guard let program = arguments.first, !program.isEmpty, arguments.count <= 50 else {
        throw .command
      }
    }
  }

  /// Where it is sent to; `nil` for a command.
  var place: HostPort? {
    guard let url, let host = url.host(percentEncoded: false), !host.isEmpty,
      url.scheme == "https" || url.scheme == "http", url.user() == nil
    else { return nil }
    return HostPort(host: host, port: url.port ?? (url.scheme == "https" ? 443 : 80))
  }

  private var url: URL? {
    switch way {
    case .webhook(let address), .ntfy(let address): URL(string: address)
    case .command: nil
    }
  }

  /// Server and topic of ntfy.
  var topic: (server: String, topic: String)? {
    guard case .ntfy = way, let url else { return nil }
    let name = url.lastPathComponent
    guard !name.isEmpty, name != "/", url.query() == nil else { return nil }
    return (url.deletingLastPathComponent().absoluteString, name)
  }

  /// What may be told of it: `ntfy at ntfy.sh`.
  public var label: String {
    switch way {
    case .webhook: "webhook at \(place?.host ?? "?")"
    case .ntfy: "ntfy at \(place?.host ?? "?")"
    case .command(let arguments): "command \(arguments.first ?? "?")"
    }
  }

  // MARK: Stored, sealed

  var stored: JSONValue {
    var members: JSONObject = [
      "name": .string(name), "kinds": .array(kinds.map(\.rawValue).sorted().map { .string($0) }),
      "home": .bool(isHome), "first": .integer(first),
    ]
    members["token"] = token.map { .string($0) }
    switch way {
    case .webhook(let address): members["webhook"] = .string(address)
    case .ntfy(let address): members["ntfy"] = .string(address)
    case .command(let arguments):
      members["command"] = .array(arguments.map { .string($0) })
    }
    return .object(members)
  }

  init?(stored: JSONValue) {
    let way: Way
    if let address = stored["webhook"]?.string {
      way = .webhook(address)
    } else if let address = stored["ntfy"]?.string {
      way = .ntfy(address)
    } else if let arguments = stored["command"]?.array {
      way = .command(arguments.compactMap(\.string))
    } else {
      return nil
    }
    let kinds = (stored["kinds"]?.array ?? []).compactMap {
      $0.string.flatMap { NoticeKind(rawValue: $0) }
    }
    do throws(Problem) {
      try self.init(
        stored["name"]?.string ?? "", way, kinds: Set(kinds), token: stored["token"]?.string,
        isHome: stored["home"]?.bool ?? false)
    } catch { return nil }
    first = stored["first"]?.integer ?? 0
  }
}
