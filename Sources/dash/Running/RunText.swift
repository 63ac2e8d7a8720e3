import BlockModel
import Foundation

/// What a run tells on a terminal: the log and the requests, what went wrong, and where the time went.
enum RunText {
  /// The log, the requests and the failures, in lines for stderr.
  static func notes(_ outcome: RunOutcome) {
    for line in outcome.log {
      Output.note("[\(line.level.rawValue)] \(line.text.replacing("\n", with: "\n  "))")
    }
    for exchange in outcome.http { Output.note(exchange.line) }
    for problem in outcome.specProblems { Output.problem("spec_error: \(problem.onOneLine)") }
    if let failure = outcome.failure, !outcome.specProblems.contains(failure.located) {
      let place = failure.place.map { " (\($0))" } ?? ""
      Output.problem("\(failure.kind.rawValue): \(failure.message.onOneLine)\(place)")
      for frame in failure.traceback.dropFirst() { Output.note("  from \(frame.onOneLine)") }
    }
  }

  /// Where the time went and what would be stored.
  static func explanation(_ outcome: RunOutcome) -> [String] {
    let total = outcome.duration.wholeMilliseconds
    let waited = outcome.http.reduce(0) { $0.addingReportingOverflow($1.milliseconds).partialValue }
    var lines = [
      "took \(total) ms: \(outcome.used.cpuMilliseconds) ms of computing, \(outcome.http.count) request\(outcome.http.count == 1 ? "" : "s") of \(waited) ms together, \(ByteSize.text(outcome.used.memoryBytes)) of memory"
    ]
    lines += outcome.http.sorted { $0.milliseconds > $1.milliseconds }.map {
      "  \($0.milliseconds) ms  \($0.method) \($0.url.onOneLine)"
    }
    for (key, value) in outcome.changes.values.sorted(by: { $0.key < $1.key }) {
      lines.append(
        value.map { "store: \(key.onOneLine) = \($0.json().prefix(60))" }
          ?? "store: \(key.onOneLine) is deleted")
    }
    for (name, points) in outcome.changes.points.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "store: \(points.count) point\(points.count == 1 ? "" : "s") of \(name.onOneLine)")
    }
    return lines
  }

  /// Which lines took the time, the slowest first.
  static func profile(_ outcome: RunOutcome, script: String) -> [String] {
    let lines = outcome.profile.sorted { $0.time > $1.time }.filter { $0.time > .zero }
    guard !lines.isEmpty else { return ["no line of the script took any time"] }
    let text = script.split(separator: "\n", omittingEmptySubsequences: false)
    let whole = outcome.duration
    let inScript = lines.reduce(Duration.zero) { $0 + $1.time }
    let rows = lines.prefix(mostProfiledLines).map { line in
      let source = text.indices.contains(line.line - 1) ? String(text[line.line - 1]) : ""
      let shown = "\(line.line)  \(source.trimmingCharacters(in: .whitespaces).onOneLine)"
      return "\(share(line.time, whole))  \(line.hits)×  \(shown)".prefix(Terminal.width)
    }
    var all = ["of \(whole.wholeMilliseconds) ms, by line:"] + rows.map(String.init)
    if lines.count > rows.count { all.append("… and \(lines.count - rows.count) more lines") }
    all.append(
      "\(share(max(.zero, whole - inScript), whole))  around the script: its start, its data, the host"
    )
    return all
  }

  private static let mostProfiledLines = 20

  /// `  12.3 ms  45 %`
  private static func share(_ part: Duration, _ whole: Duration) -> String {
    let milliseconds = String(format: "%8.1f ms", part / .milliseconds(1))
    let percent = whole > .zero ? (part / whole * 100).clamped(to: 0...100) : 0
    return milliseconds + String(format: " %3.0f %%", percent)
  }

  /// What the files ask for against what the run used.
  static func permissions(_ asked: Permissions, _ outcome: RunOutcome) -> [String] {
    let used = Set(outcome.http.compactMap { HostPort.ofURL($0.url)?.host })
    let hosts = asked.hosts.sorted().map { host in
      let isUsed = used.contains { Permissions(hosts: [host]).allows(host: $0, port: 443) }
      return "\(isUsed ? "used  " : "unused") host \(host)"
    }
    let places = asked.privateHosts.map(\.description).sorted().map { text in
      let host = HostPort(text)?.host ?? text
      return "\(used.contains(host) ? "used  " : "unused") \(text)"
    }
    let methods = asked.methods.sorted().map { method in
      "\(outcome.http.contains { $0.method == method } ? "used  " : "unused") method \(method)"
    }
    let refused = Set(outcome.http.compactMap(\.neededGrant?.description)).sorted()
    return hosts + places + methods + refused.map { "refused: \($0)" }
  }
}

extension HostPort {
  /// The place of an address.
  fileprivate static func ofURL(_ text: String) -> HostPort? {
    URLComponents(string: text)?.host.map { host in
      HostPort(host: host.trimming { "[]".contains($0) }, port: nil)
    }
  }
}

extension HTTPExchange {
  /// `[http] GET https://example.org/ → 200, 512 bytes, miss`
  var line: String {
    let what = status.map { "\($0)" } ?? error ?? "no answer"
    return
      "[http] \(method) \(url.onOneLine) → \(what.onOneLine), \(bytes) bytes, \(cache.rawValue)"
  }
}
