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

  /// Reads an absolute URL, or one relative to `base`.
  init(_ url: String, relativeTo base: EgressURL? = nil) throws(Problem) {
    guard !url.isEmpty, url.utf8.count <= 8192,
      url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }),
      let handle = curl_url()
    else { throw .malformed }
    defer { curl_url_cleanup(handle) }
    let flags = UInt32(CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
    if let base {
      guard curl_url_set(handle, CURLUPART_URL, base.text, 0) == CURLUE_OK
      else { throw .malformed }
    }
    guard curl_url_set(handle, CURLUPART_URL, url, flags) == CURLUE_OK else { throw .malformed }
    curl_url_set(handle, CURLUPART_FRAGMENT, nil, 0)
    func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
      var text: UnsafeMutablePointer<CChar>?
      guard curl_url_get(handle, part, &text, UInt32(flags)) == CURLUE_OK, let text
      else { return nil }
      defer { curl_free(text) }
      return String(cString: text)
    }
    guard let scheme = part(CURLUPART_SCHEME)?.lowercased() else { throw .malformed }
    guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
    guard part(CURLUPART_USER) == nil, part(CURLUPART_PASSWORD) == nil else { throw .userInfo }
    guard let host = part(CURLUPART_HOST), !host.isEmpty,
      let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT).flatMap({ Int($0) }),
      let text = part(CURLUPART_URL, CURLU_PUNYCODE) ?? part(CURLUPART_URL)
    else { throw .malformed }
    self.text = text
    self.scheme = scheme
    self.host = host.lowercased().filter { $0 != "[" && $0 != "]" }
    self.port = port
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
