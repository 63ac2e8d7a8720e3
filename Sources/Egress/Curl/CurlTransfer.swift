import BlockModel
import CCurl
import Foundation

/// One request of one hop, on its way through libcurl. Touched only by the curl thread after it
/// was handed over.
final class CurlTransfer {
  /// What came of a transfer.
  enum Outcome: Sendable {
    case answer(Answer)
    case refused(address: String, reason: String)
    /// The place is on the internet, and the request is for one's own network only.
    case exposed
    /// The certificate is none of those that are trusted by their fingerprint.
    case untrusted(fingerprint: String, reason: String)
    case tooLarge(limit: Int)
    case headersTooLarge
    case overBudget(ReceiveBudget.Refusal)
    case failed(code: UInt32, message: String)
    case cancelled
  }

  struct Answer: Sendable {
    var status: Int
    /// Names in lower case.
    var headers: [EgressRequest.Header]
    /// As it came, packed or not.
    var body: [UInt8]
    /// The cookies after a redirect.
    var cookies = Cookies()
  }

  /// Which addresses may be connected to.
  enum Reach: Sendable, Hashable {
    /// Those of the internet.
    case open
    /// Any: the place was granted.
    case granted
    /// Those of one's own network: the place was granted, and what is sent must not leave it.
    case ownNetwork
  }

  struct Order: Sendable {
    var method: String
    var url: EgressURL
    var headers: [EgressRequest.Header]
    var body: [UInt8]?
    var timeout: Duration
    var connectTimeout: Duration = .seconds(10)
    var maximumBytes: Int
    /// Which addresses may be connected to.
    var reach: Reach
    var userAgent: String
    /// A file of certificates to trust instead of the system's.
    var authorities: String?
    /// SHA-256 fingerprints of the only certificates to trust, in place of authorities and names.
    var certificates: Set<String>?
    var cookies = Cookies()
    /// What may still be received for the caller.
    var budget: ReceiveBudget?
    /// Is given the answer as it comes, on the curl thread; the body is not kept then. Not called
    /// for redirects.
    var receive: (@Sendable (EgressPart) -> Void)?
  }

  let number: UInt64
  let easy: OpaquePointer
  private let order: Order
  private let done: @Sendable (Outcome) -> Void
  private var list: UnsafeMutablePointer<curl_slist>?
  private var headers: [EgressRequest.Header] = []
  private var headerBytes = 0
  private var body: [UInt8] = []
  private var bodyBytes = 0
  private var isHeadDelivered = false
  private var refused: (address: String, reason: String)?
  private var isExposed = false
  private var untrusted: String?
  private var isTooLarge = false
  private var areHeadersTooLarge = false
  private var isOverBudget = false
  // Safe because libcurl writes at most CURL_ERROR_SIZE bytes and the handle ends before it.
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  static let maximumHeaderBytes = HostBudgets.answerHeaders

  /// - Returns: `nil` when libcurl has no memory.
  init?(_ number: UInt64, _ order: Order, done: @escaping @Sendable (Outcome) -> Void) {
    guard let easy = curl_easy_init() else { return nil }
    self.number = number
    self.easy = OpaquePointer(easy)
    self.order = order
    self.done = done
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    configure(easy)
  }

  deinit {
    curl_easy_cleanup(UnsafeMutableRawPointer(easy))
    curl_slist_free_all(list)
    message.deallocate()
  }

  private func configure(_ easy: UnsafeMutableRawPointer) {
    dash_curl_set_text(easy, CURLOPT_URL, order.url.text)
    dash_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
    dash_curl_set_text(easy, CURLOPT_PROXY, "")
    if order.receive != nil {
      dash_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, "")
    } else {
      // Unpacked by ContentDecoding when all of it is there.
      dash_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, ContentDecoding.accepted)
      dash_curl_set_long(easy, CURLOPT_HTTP_CONTENT_DECODING, 0)
    }
    dash_curl_set_text(easy, CURLOPT_COOKIEFILE, "")
    for line in order.cookies.lines { dash_curl_set_text(easy, CURLOPT_COOKIELIST, line) }
    dash_curl_set_text(easy, CURLOPT_USERAGENT, order.userAgent)
    dash_curl_set_long(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
    dash_curl_set_long(easy, CURLOPT_FOLLOWLOCATION, 0)
    dash_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
    dash_curl_set_long(
      easy, CURLOPT_CONNECTTIMEOUT_MS, max(1, order.connectTimeout.wholeMilliseconds))
    // 0 would be no timeout at all.
    dash_curl_set_long(easy, CURLOPT_TIMEOUT_MS, max(1, order.timeout.wholeMilliseconds))
    // A connection that was opened for others may lead out of one's own network.
    if order.reach == .ownNetwork { dash_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1) }
    // A name that does not resolve is left behind, instead of waited for by all transfers.
    dash_curl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
    // HEAD tells the length of a body that does not come.
    if order.method != "HEAD" {
      dash_curl_set_long(easy, CURLOPT_MAXFILESIZE, order.maximumBytes)
    }
    if let authorities = order.authorities {
      dash_curl_set_text(easy, CURLOPT_CAINFO, authorities)
    }
    if order.certificates != nil { judgeCertificates(easy) }
    setMethod(easy)
    for header in order.headers {
      // "Name;" is how libcurl sends a header without a value.
      list = curl_slist_append(
        list, header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
    }
    dash_curl_set_pointer(easy, CURLOPT_HTTPHEADER, list)
    dash_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, message)
    // Safe because the transfer outlives its handle: the curl thread holds it until it is done.
    let this = Unmanaged.passUnretained(self).toOpaque()
    for option in [
      CURLOPT_PRIVATE, CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_OPENSOCKETDATA,
    ] {
      dash_curl_set_pointer(easy, option, this)
    }
    dash_curl_set_data(easy, CURLOPT_WRITEFUNCTION) { bytes, _, count, this in
      CurlTransfer.of(this)?.receive(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
    }
    dash_curl_set_data(easy, CURLOPT_HEADERFUNCTION) { bytes, _, count, this in
      CurlTransfer.of(this)?.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ?? 0
    }
    dash_curl_set_open_socket(easy) { this, _, address in
      guard let address, let transfer = CurlTransfer.of(this) else { return CURL_SOCKET_BAD }
      return transfer.open(address)
    }
  }

  private func setMethod(_ easy: UnsafeMutableRawPointer) {
    switch (order.method, order.body) {
    case ("HEAD", _): dash_curl_set_long(easy, CURLOPT_NOBODY, 1)
    case ("GET", nil): dash_curl_set_long(easy, CURLOPT_HTTPGET, 1)
    case (_, let body):
      dash_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, order.method)
      guard let body = body ?? (order.method == "POST" || order.method == "PUT" ? [] : nil)
      else { return }
      dash_curl_set_long(easy, CURLOPT_POSTFIELDSIZE, body.count)
      // Safe because libcurl copies the count that was said before.
      body.withUnsafeBytes { bytes in
        _ = dash_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress ?? .init(easy))
      }
    }
  }

  /// The number of the transfer that an easy handle performs.
  static func number(of easy: UnsafeMutableRawPointer) -> UInt64? {
    var pointer: UnsafeMutableRawPointer?
    dash_curl_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
    return of(pointer)?.number
  }

  static func of(_ pointer: UnsafeMutableRawPointer?) -> CurlTransfer? {
    // Safe because only `configure` sets this pointer.
    pointer.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Opens the socket libcurl asks for, unless its address is one that was not granted. This is the
  /// address that will be connected to: there is no second resolution.
  private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    let bytes = Self.bytes(of: address)
    switch order.reach {
    case .open:
      if let reason = AddressPolicy.refusal(of: bytes) {
        refused = (Self.text(of: bytes), reason)
        return CURL_SOCKET_BAD
      }
    case .granted: break
    case .ownNetwork:
      if !AddressPolicy.isOwnNetwork(bytes) {
        isExposed = true
        return CURL_SOCKET_BAD
      }
    }
    return socket(
      address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue),
      address.pointee.protocol)
  }

  /// Is a certificate with this fingerprint trusted?
  func meet(_ fingerprint: String) -> Bool {
    if order.certificates?.contains(fingerprint) == true { return true }
    untrusted = fingerprint
    return false
  }

  private static func bytes(of address: UnsafeMutablePointer<curl_sockaddr>) -> [UInt8] {
    guard let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return [] }
    let (place, count) =
      switch address.pointee.family {
      case AF_INET: (4, 4)
      case AF_INET6: (8, 16)
      default: (0, 0)
      }
    // Safe because libcurl keeps `addrlen` bytes there, more than the declared `sockaddr` for IPv6.
    guard Int(address.pointee.addrlen) >= place + count else { return [] }
    return Array(
      UnsafeRawBufferPointer(
        start: UnsafeRawPointer(address).advanced(by: start + place), count: count))
  }

  private static func text(of bytes: [UInt8]) -> String {
    if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    inet_ntop(AF_INET6, bytes, &text, socklen_t(text.count))
    return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
    bodyBytes += bytes.count
    guard bodyBytes <= order.maximumBytes else {
      isTooLarge = true
      return 0
    }
    guard fitsBudget(bytes) else { return 0 }
    if order.receive != nil {
      deliver(.body(Array(bytes)))
    } else {
      body.append(contentsOf: bytes)
    }
    return bytes.count
  }

  private func fitsBudget(_ bytes: UnsafeRawBufferPointer) -> Bool {
    isOverBudget = !(order.budget?.take(bytes.count) ?? true)
    return !isOverBudget
  }

  private var status: Int {
    var status = 0
    dash_curl_get_long(UnsafeMutableRawPointer(easy), CURLINFO_RESPONSE_CODE, &status)
    return status
  }

  /// Hands a part on, the head before the first one.
  private func deliver(_ part: EgressPart?) {
    let status = status
    guard let receive = order.receive, !(300..<400).contains(status) else { return }
    if !isHeadDelivered {
      isHeadDelivered = true
      receive(.head(status: status, headers: headers))
    }
    if let part { receive(part) }
  }

  private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
    headerBytes += bytes.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      areHeadersTooLarge = true
      return 0
    }
    guard fitsBudget(bytes) else { return 0 }
    if bytes.starts(with: "HTTP/".utf8) {
      headers = []
    } else if let colon = bytes.firstIndex(of: UInt8(ascii: ":")) {
      let isSpace = { (byte: UInt8) in byte <= 0x20 }
      let value = bytes[(colon + 1)...].drop(while: isSpace)
      let end = value.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? value.startIndex
      let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
      headers.append(.init(name, Self.text(of: value[..<end], isAddress: name == "location")))
    } else if status >= 200 {
      deliver(nil)
    }
    return bytes.count
  }

  /// The value of a header: UTF-8, or else Latin-1, whose bytes an address keeps percent-encoded.
  private static func text(
    of bytes: Slice<UnsafeRawBufferPointer>, isAddress: Bool
  ) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    guard isAddress else {
      return String(String.UnicodeScalarView(bytes.map { UnicodeScalar($0) }))
    }
    return bytes.map { byte in
      byte < 0x80
        ? String(UnicodeScalar(byte)) : "%" + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  private var cookies: Cookies {
    var list: UnsafeMutablePointer<curl_slist>?
    dash_curl_get_list(UnsafeMutableRawPointer(easy), CURLINFO_COOKIELIST, &list)
    defer { curl_slist_free_all(list) }
    var cookies = Cookies()
    // Safe because libcurl ends the list with a null pointer and each of its texts with a NUL.
    var next = list
    while let line = next?.pointee {
      if let text = line.data { cookies.lines.append(String(cString: text)) }
      next = line.next
    }
    return cookies
  }

  /// Tells the caller; called once, by the curl thread.
  func finish(_ code: CURLcode) {
    if code == CURLE_OK {
      // Of several addresses of a name one may have been refused and another one asked.
      let status = status
      done(
        .answer(
          Answer(
            status: status, headers: headers, body: body,
            cookies: (300..<400).contains(status) ? cookies : Cookies())))
    } else if isOverBudget, let refusal = order.budget?.refusal {
      done(.overBudget(refusal))
    } else if isTooLarge || code == CURLE_FILESIZE_EXCEEDED {
      done(.tooLarge(limit: order.maximumBytes))
    } else if areHeadersTooLarge {
      done(.headersTooLarge)
    } else if isExposed {
      done(.exposed)
    } else if let untrusted {
      done(.untrusted(fingerprint: untrusted, reason: "unknown certificate"))
    } else if let refused {
      done(.refused(address: refused.address, reason: refused.reason))
    } else {
      let said = String(cString: message)
      done(
        .failed(
          code: code.rawValue,
          message: said.isEmpty ? String(cString: curl_easy_strerror(code)) : said))
    }
  }

  func cancel() { done(.cancelled) }
}
