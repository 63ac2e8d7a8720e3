public import BlockModel

/// How Dash behaves towards the internet.
public struct EgressConfiguration: Sendable {
  public var userAgent: String
  /// Requests to one host at a time.
  public var requestsPerHost: Int
  /// Bytes of answers kept in memory, with their headers and addresses.
  public var cacheBytes: Int
  /// Answers kept in memory.
  public var cacheEntries: Int
  public var maximumRedirects: Int
  /// A file of certificates to trust instead of the system's.
  var authorities: String?

  public init(
    userAgent: String = "dash/\(EgressConfiguration.version)", requestsPerHost: Int = 6,
    cacheBytes: Int = HostBudgets.responseCache,
    cacheEntries: Int = HostBudgets.responseCacheEntries, maximumRedirects: Int = 10
  ) {
    self.userAgent = userAgent
    self.requestsPerHost = requestsPerHost
    self.cacheBytes = cacheBytes
    self.cacheEntries = cacheEntries
    self.maximumRedirects = maximumRedirects
  }

  /// The version of Dash that sources see.
  public static let version = "0.1"
}
