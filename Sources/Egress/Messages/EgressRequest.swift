public import BlockModel
import CCurl
import Foundation

/// One HTTP request as a script, the drafter or the image proxy asks for it.
public struct EgressRequest: Sendable, Hashable {
  /// Upper case.
  public var method: String
  public var url: String
  /// May hold `{{secret:NAME}}` in values, as the query of ``url`` may.
  public var headers: [Header]
  public var body: [UInt8]?
  /// Wall-clock time for everything, redirects included; 1…60 s.
  public var timeout: Duration
  /// How long an answer may be taken from the cache; `nil` leaves it to the server's headers.
  public var ttl: Duration?
  /// Ask the source even if the cache has an answer that is still good.
  public var isFresh: Bool
  /// Bytes of the decoded body that are accepted.
  public var maximumBytes: Int
  /// How a browser visits the address; `nil`: the answer is what the address itself sends.
  public var visit: PageVisit?
  /// The request is one of a page in the browser.
  public var traffic: PageTraffic?

  public struct Header: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    _ method: String = "GET", _ url: String, headers: [Header] = [], body: [UInt8]? = nil,
    timeout: Duration = .seconds(20), ttl: Duration? = nil, isFresh: Bool = false,
    maximumBytes: Int = HostBudgets.answer
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.ttl = ttl
    self.isFresh = isFresh
    self.maximumBytes = maximumBytes
  }
}

/// An answer with any status.
public struct EgressResponse: Sendable, Hashable {
  public var status: Int
  /// Where the answer came from, after redirects.
  public var url: String
  /// Names in lower case, in the order of the answer.
  public var headers: [EgressRequest.Header]
  public var body: [UInt8]
  /// What the run log keeps of it.
  public var exchange: HTTPExchange

  public init(
    status: Int, url: String, headers: [EgressRequest.Header], body: [UInt8],
    exchange: HTTPExchange
  ) {
    self.status = status
    self.url = url
    self.headers = headers
    self.body = body
    self.exchange = exchange
  }

  /// The first header of this name (lower case).
  public func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }

  /// The media type without parameters, lower case: `text/html`.
  public var mediaType: String {
    let type = header("content-type")?.prefix { $0 != ";" } ?? ""
    return type.filter { !$0.isWhitespace }.lowercased()
  }

  /// The longest pause that is kept to, in seconds: 30 days.
  public static let longestPause = 30 * 86_400

  /// Seconds that the source asks to wait, for statuses 429 and 503: the longer of `Retry-After`
  /// and, beside it or with 429, how long the answer itself is good for.
  public var retryAfter: Int? {
    guard status == 429 || status == 503 else { return nil }
    let asked = header("retry-after").flatMap(seconds(until:))
    guard asked != nil || status == 429 else { return nil }
    let good = cacheDirectives["max-age"].flatMap { Int($0) }
    let longest = [asked, good.flatMap { $0 > 0 ? $0 : nil }].compactMap(\.self).max()
    return longest.map { min(max(1, $0), Self.longestPause) }
  }

  /// `Cache-Control`, names in lower case, values without quotes.
  var cacheDirectives: [String: String] {
    var directives: [String: String] = [:]
    let isEdge = { (sign: Character) in sign == " " || sign == "\"" }
    for part in header("cache-control")?.split(separator: ",") ?? [] {
      let pair = part.split(separator: "=", maxSplits: 1)
        .map { String($0.drop(while: isEdge).reversed().drop(while: isEdge).reversed()) }
      if let name = pair.first { directives[name.lowercased()] = pair.count > 1 ? pair[1] : "" }
    }
    return directives
  }

  /// A number of seconds, or a date that is compared with the source's own clock.
  private func seconds(until text: String) -> Int? {
    if !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Int(text) ?? Self.longestPause
    }
    guard let until = HTTPDate.unixTime(text) else { return nil }
    return until.subtracting(
      clamping: header("date").flatMap(HTTPDate.unixTime) ?? Date().unixSeconds)
  }
}

/// A date as HTTP writes it.
public enum HTTPDate {
  /// Seconds since 1970; `nil` when the text is no date.
  public static func unixTime(_ text: String) -> Int? {
    let time = curl_getdate(text, nil)
    return time < 0 ? nil : time
  }
}

/// No answer, and why.
public struct EgressFailure: Error, Sendable, Hashable, CustomStringConvertible {
  public var kind: FailureKind
  /// One sentence: what happened and what to do next.
  public var message: String
  public var exchange: HTTPExchange
  /// What would have to be allowed for this to work: a host, a place that is not public, or the
  /// certificate of one.
  public var neededGrant: Grant.Subject?
  /// Seconds until the source wants to be asked again.
  public var retryAfter: Int?

  public init(
    kind: FailureKind, message: String, exchange: HTTPExchange,
    neededGrant: Grant.Subject? = nil, retryAfter: Int? = nil
  ) {
    self.kind = kind
    self.message = message
    self.exchange = exchange
    self.neededGrant = neededGrant
    self.retryAfter = retryAfter
  }

  public var description: String { message }
}

/// Where secrets come from; the values never reach a script.
public protocol SecretSource: Sendable {
  /// The value of a secret, `nil` when the person has not set it.
  func secret(_ name: String) async -> String?
}
