import Foundation

/// Answers to GET requests that may be given again (RFC 9111, a private cache in memory).
actor ResponseCache {
  struct Key: Hashable, Sendable {
    var url: String
    /// All headers the caller set: an answer is never given to a request that varies in any.
    var headers: [EgressRequest.Header]
    /// Answers from granted, non-public places are only for blocks with that grant.
    var isGranted: Bool
  }

  struct Entry: Sendable {
    var response: EgressResponse
    var storedAt: Date
    /// Seconds it is good for by its own headers.
    var lifetime: TimeInterval
    var etag: String?
    var lastModified: String?
    var used: UInt64

    /// Is it good enough without asking? Never when the clock was set back.
    func isFresh(_ ttl: Duration?, now: Date) -> Bool {
      let age = now.timeIntervalSince(storedAt)
      return age >= 0 && age < (ttl.map { $0 / .seconds(1) } ?? lifetime)
    }

    var headersForRevalidation: [EgressRequest.Header] {
      [("if-none-match", etag), ("if-modified-since", lastModified)]
        .compactMap { name, value in value.map { .init(name, $0) } }
    }
  }

  private let capacity: Int
  private var entries: [Key: Entry] = [:]
  private var bytes = 0
  private var clock: UInt64 = 0

  init(capacity: Int) { self.capacity = capacity }

  func entry(_ key: Key) -> Entry? {
    clock += 1
    entries[key]?.used = clock
    return entries[key]
  }

  /// Keeps an answer if it can be of use: with a lifetime, a validator, or a caller's `ttl`.
  func store(_ response: EgressResponse, for key: Key, hasTTL: Bool, now: Date) {
    let control = Self.directives(response.header("cache-control"))
    guard response.status == 200, hasTTL || control["no-store"] == nil else { return }
    let age = response.header("age").flatMap(Double.init) ?? 0
    let lifetime =
      control["no-cache"] != nil
      ? 0 : max(0, (control["max-age"].flatMap { Double($0) } ?? 0) - age)
    let etag = response.header("etag")
    let lastModified = response.header("last-modified")
    guard hasTTL || lifetime > 0 || etag != nil || lastModified != nil,
      response.body.count <= capacity / 4
    else { return }
    remove(key)
    clock += 1
    entries[key] = Entry(
      response: response, storedAt: now, lifetime: lifetime, etag: etag,
      lastModified: lastModified, used: clock)
    bytes += response.body.count
    while bytes > capacity, let oldest = entries.min(by: { $0.value.used < $1.value.used }) {
      remove(oldest.key)
    }
  }

  /// A 304 came: the entry is good again from now on.
  func refresh(_ key: Key, now: Date) { entries[key]?.storedAt = now }

  private func remove(_ key: Key) {
    if let old = entries.removeValue(forKey: key) { bytes -= old.response.body.count }
  }

  static func directives(_ header: String?) -> [String: String] {
    var directives: [String: String] = [:]
    let isEdge = { (sign: Character) in sign == " " || sign == "\"" }
    for part in header?.split(separator: ",") ?? [] {
      let pair = part.split(separator: "=", maxSplits: 1)
        .map { String($0.drop(while: isEdge).reversed().drop(while: isEdge).reversed()) }
      if let name = pair.first { directives[name.lowercased()] = pair.count > 1 ? pair[1] : "" }
    }
    return directives
  }
}
