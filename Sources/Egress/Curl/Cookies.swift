/// Cookies of one chain of redirects, thrown away after it: some sources set one and ask again.
///
/// They are lines as libcurl writes and reads them; it gives each back to the site that set it, and
/// to no other (RFC 6265, with the list of public suffixes).
struct Cookies: Sendable, Hashable {
  var lines: [String] = []

  var isEmpty: Bool { lines.isEmpty }

  /// What a site could tell requests apart by: everything but the time of expiry, which moves.
  var signature: String {
    lines.map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return fields.enumerated().filter { $0.offset != 4 }.map { String($0.element) }
        .joined(separator: "\t")
    }.sorted().joined(separator: "\n")
  }
}
