import BlockModel
import CCurl

/// A URL after libcurl read it: what will be asked, with nothing left to interpret.
struct EgressURL: Hashable, Sendable {
  /// Normalised, without a fragment.
  let text: String
  let scheme: String
  /// Lower case; IPv6 without brackets; odd IPv4 forms (`0x7f.1`) as libcurl reads them.
  let host: String
  let port: Int

  /// Why a URL cannot be asked for.
  enum Problem: Error, Hashable {
    case malformed
    case scheme(String)
    case userInfo
  }

  /// Bytes of an address with everything encoded.
  static let longest = 64 << 10

  /// Reads an absolute URL, or one relative to `base`. Spaces around it are passed over, spaces and
  /// letters beyond ASCII in it encoded, and internationalised names converted, as browsers do.
  init(_ url: String, relativeTo base: EgressURL? = nil) throws(Problem) {
    guard let written = Self.encoded(url), written.utf8.count <= Self.longest,
      let handle = curl_url()
    else { throw .malformed }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
    if let base {
      // libcurl takes `data:x` for a path.
      if let scheme = Self.scheme(of: written), scheme != base.scheme { throw .scheme(scheme) }
      guard curl_url_set(handle, CURLUPART_URL, base.text, 0) == CURLUE_OK
      else { throw .malformed }
    }
    guard curl_url_set(handle, CURLUPART_URL, written, flags) == CURLUE_OK
    else { throw .malformed }
    curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      // Safe because libcurl ends the text with a NUL and leaves it to the caller, who frees it after the copy.
      var text: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text
      else { return nil }
      defer { curl_free(text) }
      return String(cString: text)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased() else { throw .malformed }
    guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
    guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else { throw .userInfo }
    guard let host = part(CURLUPART_HOST), !host.isEmpty else { throw .malformed }
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      // Read again: what the name turns into may be an address in an odd form.
      guard let name = HostName.ascii(host),
        curl_url_set(handle, CURLUPART_HOST, name, 0) == CURLUE_OK,
        let text = part(CURLUPART_URL)
      else { throw .malformed }
      self = try EgressURL(text)
      return
    }
    guard let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) }),
      let text = part(CURLUPART_URL)
    else { throw .malformed }
    self.text = text
    self.scheme = scheme
    self.host = host.lowercased().filter { $0 != "[" && $0 != "]" }
    self.port = port
  }

  /// An address in ASCII, apart from its host; `nil` when it holds what no address may.
  private static func encoded(_ url: String) -> String? {
    let trimmed = url.drop { $0 == " " }
    guard let last = trimmed.lastIndex(where: { $0 != " " }) else { return nil }
    let bytes = Array(trimmed[...last].utf8)
    guard bytes.count <= longest,
      bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    let authority = authority(of: bytes)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for (index, byte) in bytes.enumerated() {
      if authority.contains(index) || (0x21..<0x7F).contains(byte) {
        guard byte != 0x20 else { return nil }
        text.append(byte)
      } else {
        text += Array("%".utf8) + Array(String(byte, radix: 16, uppercase: true).utf8)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The scheme an address begins with, as in `mailto:x`; `nil` for a relative one and one whose
  /// authority libcurl reads.
  private static func scheme(of url: String) -> String? {
    guard let colon = url.firstIndex(where: { ":/?#".contains($0) }), url[colon] == ":",
      url.first?.isLetter == true, !url[colon...].hasPrefix("://")
    else { return nil }
    return url[..<colon].lowercased()
  }

  /// Where the host and what belongs to it stand: after the first `//`, up to the path or query.
  private static func authority(of bytes: [UInt8]) -> Range<Int> {
    let slash = UInt8(ascii: "/")
    let signs = Set("/?#".utf8)
    guard let first = bytes.firstIndex(where: { signs.contains($0) }), bytes[first] == slash,
      first + 1 < bytes.count, bytes[first + 1] == slash,
      first == 0 || bytes[first - 1] == UInt8(ascii: ":")
    else { return 0..<0 }
    let end = bytes[(first + 2)...].firstIndex { signs.contains($0) } ?? bytes.count
    return (first + 2)..<end
  }

  /// The host of a URL that was checked before, for file names.
  static func host(in text: String) -> String? { (try? EgressURL(text))?.host }

  var place: HostPort { HostPort(host: host, port: port) }

  var origin: Origin {
    Origin(scheme: scheme == "http" ? .http : .https, host: host, port: port)
  }

  /// `host`, or `host:port` when the port is not the scheme's own.
  var placeText: String {
    let isUsual = (scheme == "http" && port == 80) || (scheme == "https" && port == 443)
    return HostPort(host: host, port: isUsual ? nil : port).description
  }
}
