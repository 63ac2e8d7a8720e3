import BlockModel
import Cryptography
public import Foundation

/// A folder of recorded exchanges: offline development, tests, demo, and the proof of repairs.
///
/// Each exchange is a pair of files a person can read and write: `001-GET-api.example.org.json`
/// with `{"method", "url", "status", "headers": {…}, "body": "FILE"}` and the body beside it. A `url`
/// that ends in `*` answers everything that begins with it. With `"template": true`, times in the
/// body that are written as `{{now-3600}}` (Unix seconds), `{{ms+0}}` (milliseconds), `{{iso-86400}}`
/// (RFC 3339) or `{{day+1}}` (date) are filled in, so that a demo never looks old.
///
/// A page that a browser rendered is one exchange, too: `"browser"` says how it was visited, or `true` for
/// any visit, and `"final_url"` where that ended when it is not `url`.
public enum Cassette: Sendable, Hashable {
  case record(URL)
  case replay(URL)
  /// Nothing is recorded and nothing is asked: every source answers with this status and an empty
  /// body, or, without one, not at all. It shows what a script makes of an outage.
  case outage(status: Int?)
}

/// What a cassette folder cannot do.
struct CassetteFailure: Error {
  let message: String
}

/// Reads exchanges back.
struct CassetteReader {
  let folder: URL
  let now: Date

  struct Recorded {
    var status: Int
    var headers: [EgressRequest.Header]
    var body: [UInt8]
    /// Where a visit of a page ended, when that is not where it began.
    var finalURL: String?
  }

  func response(
    to request: EgressRequest, method: String, url: String
  ) throws(CassetteFailure) -> Recorded? {
    let bodyHash = CassetteWriter.hash(request.body)
    for file in try indexFiles() {
      let entry = try read(file)
      guard entry["method"]?.string ?? "GET" == method, let pattern = entry["url"]?.string,
        matches(pattern, url), Self.isVisited(entry, as: request.visit),
        entry["request_body_sha256"]?.string.map({ $0 == bodyHash }) ?? true
      else { continue }
      let headers = (entry["headers"]?.object ?? [:]).map { name, value in
        EgressRequest.Header(name.lowercased(), value.string ?? value.json())
      }
      return Recorded(
        status: entry["status"]?.count(upTo: 999) ?? 200, headers: headers,
        body: try body(of: entry, beside: file), finalURL: entry["final_url"]?.string)
    }
    return nil
  }

  /// What an address sends and what a browser makes of it are different answers.
  private static func isVisited(_ entry: JSONValue, as visit: PageVisit?) -> Bool {
    switch entry["browser"] {
    case .bool(true): visit != nil
    case .string(let text): visit?.description == text
    default: visit == nil
    }
  }

  private func matches(_ pattern: String, _ url: String) -> Bool {
    pattern.hasSuffix("*") ? url.hasPrefix(pattern.dropLast()) : pattern == url
  }

  private func indexFiles() throws(CassetteFailure) -> [URL] {
    do {
      return try FileManager.default.contentsOfDirectory(
        at: folder, includingPropertiesForKeys: nil
      )
      .filter { $0.pathExtension == "json" && !$0.lastPathComponent.contains(".body.") }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
    } catch {
      throw CassetteFailure(
        message: "the cassette folder \(folder.path) cannot be read; check --replay")
    }
  }

  private func read(_ file: URL) throws(CassetteFailure) -> JSONValue {
    do { return try JSONValue(parsing: Self.contents(of: file)) } catch {
      throw CassetteFailure(
        message:
          "the cassette file \(file.path) is damaged, so nothing is replayed; record it again")
    }
  }

  private func body(of entry: JSONValue, beside file: URL) throws(CassetteFailure) -> [UInt8] {
    guard let name = entry["body"]?.string else { return [] }
    guard !name.contains("/"), !name.contains("\0"),
      let data = try? Self.contents(of: folder.appendingPathComponent(name))
    else {
      throw CassetteFailure(
        message:
          "\(file.lastPathComponent) names the body file \(name.prefix { $0 != "\0" }), which is not there or not a file of its own; record it again"
      )
    }
    guard entry["template"]?.bool == true else { return data }
    return Array(CassetteTemplate.fill(String(decoding: data, as: UTF8.self), now: now).utf8)
  }

  /// The bytes of a file that lies in the folder itself: a link could lead anywhere.
  private static func contents(of file: URL) throws -> [UInt8] {
    let descriptor = open(file.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw CocoaError(.fileReadNoSuchFile) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var about = stat()
    guard fstat(descriptor, &about) == 0, about.st_mode & S_IFMT == S_IFREG
    else { throw CocoaError(.fileReadUnknown) }
    return Array(try handle.readToEnd() ?? Data())
  }
}

/// Writes exchanges down, as they are: secrets are masked before.
struct CassetteWriter {
  let folder: URL

  func record(
    _ request: EgressRequest, method: String, url: String, status: Int,
    headers: [EgressRequest.Header], body: [UInt8], finalURL: String? = nil
  ) throws(CassetteFailure) {
    var entry: JSONObject = ["method": .string(method), "url": .string(url)]
    if let visit = request.visit { entry["browser"] = .string(visit.description) }
    if let finalURL, finalURL != url { entry["final_url"] = .string(finalURL) }
    if let hash = Self.hash(request.body) { entry["request_body_sha256"] = .string(hash) }
    entry["status"] = .integer(Int64(status))
    var kept: JSONObject = [:]
    for header in headers where Self.keptHeaders.contains(header.name) {
      kept[header.name] = .string(header.value)
    }
    entry["headers"] = .object(kept)
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let visit = request.visit.map { " browser \($0)" } ?? ""
      let key = SHA256.digest(of: "\(method) \(url) \(Self.hash(request.body) ?? "")\(visit)")
      let host = (EgressURL.host(in: url) ?? "host").filter {
        $0.isLetter || $0.isNumber || $0 == "."
      }
      let name = "\(method)-\(host)-\(key.prefix(4).map { String($0, radix: 16) }.joined())"
      let bodyName = "\(name).body.\(Self.fileExtension(of: headers))"
      entry["body"] = .string(bodyName)
      try Data(body).write(to: folder.appendingPathComponent(bodyName), options: .atomic)
      try Data((JSONValue.object(entry).json(.pretty) + "\n").utf8)
        .write(to: folder.appendingPathComponent("\(name).json"), options: .atomic)
    } catch {
      throw CassetteFailure(
        message:
          "the cassette folder \(folder.path) cannot be written (\(error.localizedDescription)); check --record"
      )
    }
  }

  /// Headers that change how an answer is read; the rest is noise, or private (`set-cookie`).
  private static let keptHeaders: Set<String> = [
    "content-type", "etag", "last-modified", "cache-control", "retry-after", "location", "link",
    "cf-mitigated",
  ]

  static func hash(_ body: [UInt8]?) -> String? {
    body.map { SHA256.digest(of: $0).hexadecimal }
  }

  private static func fileExtension(of headers: [EgressRequest.Header]) -> String {
    let type = headers.first { $0.name == "content-type" }?.value.lowercased() ?? ""
    return ["json", "html", "xml", "csv", "calendar", "plain"].first { type.contains($0) }
      .map { ["calendar": "ics", "plain": "txt"][$0] ?? $0 } ?? "bin"
  }
}

/// Times in the body of a hand-written cassette.
enum CassetteTemplate {
  /// Offsets are brought into so many seconds or days, about 3,000 years and more than any test means.
  private static let farthest = 1e11

  private static func moment(_ now: Date, plus seconds: Double) -> Date {
    Date(clampingUnix: now.timeIntervalSince1970 + seconds)
  }

  static func fill(_ text: String, now: Date) -> String {
    text.replacing(/\{\{(now|ms|iso|day)([+-]\d+)?\}\}/) { match in
      let offset = (match.2.flatMap { Double($0) } ?? 0).clamped(to: -farthest...farthest)
      switch match.1 {
      case "now": return String(now.addingTimeInterval(offset).unixSeconds)
      case "ms": return String(Int(clamping: (now.timeIntervalSince1970 + offset) * 1000))
      case "day":
        return moment(now, plus: offset * 86400).formatted(.iso8601.year().month().day())
      default: return moment(now, plus: offset).formatted(.iso8601)
      }
    }
  }
}
