import Foundation

/// Answers to GET requests that may be given again (RFC 9111, a private cache in memory).
///
/// It is bounded in entries and in bytes, of which everything an entry holds counts: body, headers
/// and address. Those used longest ago go first.
actor ResponseCache {
  struct Key: Hashable, Sendable {
    var url: String
    /// All headers the caller set: an answer is never given to a request that varies in any.
    var headers: [EgressRequest.Header]
    /// Answers from granted, non-public places are only for blocks with that grant.
    var isGranted: Bool
    /// What is trusted there, for the same reason.
    var certificates: Set<String> = []
  }

  struct Entry: Sendable {
    var response: EgressResponse
    var storedAt: Date
    /// Seconds it is good for by its own headers.
    var lifetime: TimeInterval
    var etag: String?
    var lastModified: String?
    /// Bytes that count.
    var size: Int
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

  /// Bytes that an entry, and a header in it, take beside their texts, about.
  private static let entryOverhead = 512
  private static let headerOverhead = 48

  private let capacity: Int
  private let mostEntries: Int
  private var entries: [Key: Entry] = [:]
  private(set) var bytes = 0
  private var clock: UInt64 = 0

  var count: Int { entries.count }

  /// - Parameters:
  ///   - capacity: bytes of all entries.
  ///   - mostEntries: their number.
  init(capacity: Int, mostEntries: Int) {
    self.capacity = capacity
    self.mostEntries = mostEntries
  }

  func entry(_ key: Key) -> Entry? {
    clock += 1
    entries[key]?.used = clock
    return entries[key]
  }

  /// Keeps an answer if it can be of use: with a lifetime, a validator, or a caller's `ttl`.
  func store(_ response: EgressResponse, for key: Key, hasTTL: Bool, now: Date) {
    let control = response.cacheDirectives
    guard response.status == 200, hasTTL || control["no-store"] == nil else { return }
    let age = response.header("age").flatMap(Double.init) ?? 0
    let lifetime =
      control["no-cache"] != nil
      ? 0 : max(0, (control["max-age"].flatMap { Double($0) } ?? 0) - age)
    let etag = response.header("etag")
    let lastModified = response.header("last-modified")
    let size = Self.size(of: response, key)
    guard hasTTL || lifetime > 0 || etag != nil || lastModified != nil, size <= capacity / 4
    else { return }
    remove(key)
    clock += 1
    entries[key] = Entry(
      response: response, storedAt: now, lifetime: lifetime, etag: etag,
      lastModified: lastModified, size: size, used: clock)
    bytes += size
    while bytes > capacity || entries.count > mostEntries,
      let oldest = entries.min(by: { $0.value.used < $1.value.used })
    {
      remove(oldest.key)
    }
  }

  /// A 304 came: the entry is good again from now on.
  func refresh(_ key: Key, now: Date) { entries[key]?.storedAt = now }

  private func remove(_ key: Key) {
    if let old = entries.removeValue(forKey: key) { bytes -= old.size }
  }

  private static func size(of response: EgressResponse, _ key: Key) -> Int {
    let headers = (response.headers + key.headers).reduce(0) {
      $0 + $1.name.utf8.count + $1.value.utf8.count + headerOverhead
    }
    let addresses = 2 * response.url.utf8.count + key.url.utf8.count
    return response.body.count + headers + addresses + entryOverhead
  }
}
