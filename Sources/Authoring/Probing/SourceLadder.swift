import BlockModel
import Drafting
import Foundation
import HeadlessBrowser

/// From a page to its feed: what a person means by "use the RSS feed", and the next rung when a page
/// gives nothing.
struct SourceLadder {
  /// Feeds of one page that are tried.
  private static let maximumFeeds = 2

  let prober: Prober
  /// A feed may lie on another host of the page's own site: is that reached without a word, as in a
  /// block that is just being made, or asked for?
  var widens = true

  /// Asks an address and reads it the way the person wants.
  ///
  /// - Parameters:
  ///   - permissions: widened by the host of a feed, which is of the page's own site.
  ///   - method: what the person's words say; `nil` takes what comes.
  ///   - inBrowser: the person wants the page as a browser shows it, whatever the address itself sends.
  func probe(
    _ url: String, _ permissions: inout Permissions, method: SourceMethod?, inBrowser: Bool = false
  ) async throws(AuthoringAnswer) -> Probe {
    if inBrowser { return try await prober.rendered(url, as: permissions) }
    let probe = try await prober.probe(url, as: permissions)
    if Self.needsBrowser(probe), Self.feeds(of: probe).isEmpty, method == nil || method == .page {
      return try await rendered(probe, permissions)
    }
    guard let method, method.contradicts(probe.finding) else { return probe }
    if method == .feed {
      if let feed = await feed(of: probe, &permissions) { return feed }
      let hosts = Self.feeds(of: probe).compactMap { URLComponents(string: $0)?.host }
      if let host = hosts.first(where: { !permissions.allows(host: $0, port: 443) }) {
        throw AuthoringAnswer(
          "The feed of \(url) is at \(host), which the block may not ask yet.", kind: .permission,
          neededGrant: .host(host, method: "GET"))
      }
    }
    throw AuthoringAnswer(
      "\(url) is a page, not \(method.wanted), which the sentence asks for; give me the address of that, or do not say how to read it.",
      kind: .shapeDrift)
  }

  /// The first feed of a page's own site that answers as one.
  func feed(of page: Probe, _ permissions: inout Permissions) async -> Probe? {
    for url in Self.feeds(of: page).prefix(Self.maximumFeeds) {
      var wider = permissions
      if widens, let host = URLComponents(string: url)?.host {
        wider.hosts.insert(host.lowercased())
      }
      guard let probe = try? await prober.probe(url, as: wider),
        case .parsed(.feed, _) = probe.finding
      else { continue }
      permissions = wider
      return probe
    }
    return nil
  }

  /// A page as a browser shows it, when that is allowed; else the offer to allow it.
  private func rendered(
    _ page: Probe, _ permissions: Permissions
  ) async throws(AuthoringAnswer) -> Probe {
    if permissions.browser { return try await prober.rendered(page.url, as: permissions) }
    guard prober.runner.browser.isInstalled else {
      throw AuthoringAnswer(
        "\(page.url) is empty until its script runs, and there is no browser here to run it: install the Debian package \(HeadlessBrowser.package), or give me the address of a feed or an API.",
        kind: .shapeDrift)
    }
    throw AuthoringAnswer(
      "This page needs a browser: \(page.url) is empty until its script runs. Allow a browser for it, or give me the address of a feed or an API.",
      kind: .permission, neededGrant: .browser)
  }

  /// A page that holds nothing, and a script that would fill it.
  static func needsBrowser(_ page: Probe) -> Bool {
    guard isBare(page), case .parsed(.html, let data) = page.finding else { return false }
    return data["needs_script"]?.bool ?? false
  }

  /// A page without a list, a table, values or a product: its words are all there is to show.
  static func isBare(_ page: Probe) -> Bool {
    guard case .parsed(.html, let data) = page.finding else { return false }
    return ["records", "tables", "facts", "items"].allSatisfy { (data[$0]?.array ?? []).isEmpty }
      && ["product", "data", "listing", "price"].allSatisfy { data[$0]?.object == nil }
  }

  /// The addresses of feeds that a page names on its own host or a part of it.
  static func feeds(of page: Probe) -> [String] {
    guard case .parsed(.html, let data) = page.finding, let site = host(of: page.url) else {
      return []
    }
    return (data["feeds"]?.array ?? []).compactMap { $0["url"]?.string }.filter { url in
      host(of: url).map { $0 == site || $0.hasSuffix("." + site) } ?? false
    }
  }

  /// Without `www.`.
  private static func host(of url: String) -> String? {
    let host = URLComponents(string: url)?.host?.lowercased()
    return host.map { $0.hasPrefix("www.") ? String($0.dropFirst(4)) : $0 }
  }
}
