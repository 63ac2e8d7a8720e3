import Foundation

/// A page that stands between Dash and the source: a challenge that wants a browser, a captcha, a
/// login, a question about cookies. What it shows is not what the source says, whatever its status.
///
/// Only Egress sees the headers, so it decides here and nowhere else.
struct Obstacle: Hashable {
  enum Kind: Hashable {
    /// It keeps programs out, by the name of whoever does.
    case challenge(String)
    case login
    case consent
  }

  let kind: Kind

  /// Bytes of a page that are looked at: challenges are short, and say early what they are.
  private static let looked = 64 << 10

  // MARK: Where an address leads

  /// Is this the address of a login or of a question about cookies, where a redirect ends when the
  /// answer is for people who signed in or agreed?
  init?(redirectTo url: EgressURL, from first: EgressURL) {
    guard let kind = Self.door(url), Self.door(first) == nil else { return nil }
    self.kind = kind
  }

  private static func door(_ url: EgressURL) -> Kind? {
    if loginHosts.contains(url.host) || loginDomains.contains(where: { url.host.hasSuffix($0) }) {
      return .login
    }
    if url.host.hasPrefix("consent.") || url.host.hasPrefix("guce.") { return .consent }
    let path = url.text.drop { $0 != ":" }.dropFirst(3).drop { $0 != "/" }
      .prefix { $0 != "?" }
    let isDoor = path.split(separator: "/").contains { step in
      loginSteps.contains(step.prefix { $0 != "." && $0 != ";" }.lowercased())
    }
    return isDoor ? .login : nil
  }

  private static let loginHosts: Set = [
    "accounts.google.com", "login.microsoftonline.com", "login.live.com", "login.yahoo.com",
    "appleid.apple.com", "id.atlassian.com",
  ]
  private static let loginDomains = [".auth0.com", ".okta.com", ".b2clogin.com", ".onelogin.com"]
  private static let loginSteps: Set = [
    "login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in", "wp-login",
    "servicelogin",
  ]

  // MARK: What an answer says

  /// - Parameters:
  ///   - headers: names in lower case.
  ///   - url: where the answer came from.
  init?(
    status: Int, headers: [EgressRequest.Header], body: [UInt8], from url: EgressURL
  ) {
    for sign in Self.headerSigns
    where headers.contains(where: { $0.name == sign.name && sign.matches($0.value) }) {
      kind = .challenge(sign.keeper)
      return
    }
    let type = headers.first { $0.name == "content-type" }?.value.lowercased() ?? ""
    let text = String(decoding: body.prefix(Self.looked), as: UTF8.self)
    let isPage = type.contains("html") || text.first { !$0.isWhitespace } == "<"
    guard isPage || status == 403 || status == 429 else { return nil }
    let title = Self.title(of: text)
    for sign in Self.pageSigns where isPage || !sign.isPage {
      guard sign.title.map({ title?.hasPrefix($0) == true }) ?? true,
        sign.marks.allSatisfy({ text.contains($0) })
      else { continue }
      kind = .challenge(sign.keeper)
      return
    }
    if isPage, let title, Self.titles.contains(title) {
      kind = .challenge("it asks whether a person is there")
      return
    }
    // Many pages have a form to sign in; one that is named after it is nothing else.
    guard isPage, Self.door(url) == nil, let title,
      Self.loginTitles.contains(where: { title.hasPrefix($0) }),
      text.contains("type=\"password\"") || text.contains("type='password'")
        || text.contains("type=password")
    else { return nil }
    kind = .login
  }

  private static let loginTitles = [
    "log in", "login", "sign in", "signin", "sign-in", "anmelden", "anmeldung", "einloggen",
    "connexion", "se connecter", "iniciar sesión", "accedi", "inloggen",
  ]

  private static func title(of text: String) -> String? {
    guard let tag = text.range(of: "<title", options: .caseInsensitive) else { return nil }
    let title = text[tag.upperBound...].drop { $0 != ">" }.dropFirst().prefix(200).prefix {
      $0 != "<"
    }
    return title.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }

  private struct HeaderSign {
    let keeper: String
    let name: String
    let matches: @Sendable (String) -> Bool

    init(_ keeper: String, _ name: String, _ values: String...) {
      self.keeper = keeper
      self.name = name
      matches = { value in values.isEmpty || values.contains(value.lowercased()) }
    }
  }

  private static let headerSigns = [
    HeaderSign("Cloudflare", "cf-mitigated", "challenge", "block"),
    HeaderSign("AWS WAF", "x-amzn-waf-action", "challenge", "captcha"),
    HeaderSign("Vercel", "x-vercel-mitigated", "challenge", "deny"),
    HeaderSign("Sucuri", "x-sucuri-block"),
  ]

  /// What only the page of a challenge holds; normal pages behind the same guards hold some of their
  /// scripts too.
  private struct PageSign {
    let keeper: String
    /// How the title begins, in lower case.
    var title: String?
    let marks: [String]
    /// It is a page; the others also come as JSON.
    var isPage = true
  }

  private static let pageSigns = [
    PageSign(keeper: "Cloudflare", marks: ["_cf_chl_opt"]),
    PageSign(keeper: "Cloudflare", marks: ["cf-error-details", "you have been blocked"]),
    PageSign(keeper: "Imperva", marks: ["main-iframe", "/_Incapsula_Resource"]),
    PageSign(keeper: "Imperva", marks: ["Incapsula incident ID"]),
    PageSign(keeper: "Akamai", title: "access denied", marks: ["errors.edgesuite.net"]),
    PageSign(keeper: "Akamai", marks: ["sec-if-cpt-container"]),
    PageSign(keeper: "DataDome", marks: ["captcha-delivery.com/"], isPage: false),
    PageSign(keeper: "HUMAN", marks: ["px-captcha", "_pxAppId"]),
    PageSign(keeper: "AWS WAF", marks: ["gokuProps", "challenge.js"]),
    PageSign(keeper: "Sucuri", marks: ["sucuri_cloudproxy_js"]),
    PageSign(keeper: "Sucuri", title: "sucuri website firewall", marks: []),
    PageSign(keeper: "Anubis", marks: ["anubis_challenge"]),
    PageSign(keeper: "Vercel", title: "vercel security checkpoint", marks: []),
    PageSign(keeper: "DDoS-Guard", title: "ddos-guard", marks: []),
    PageSign(keeper: "Bunny", marks: ["/.bunny-shield/", "establishing a secure connection"]),
    PageSign(keeper: "SiteGround", marks: ["/.well-known/sgcaptcha/"]),
    PageSign(keeper: "Wordfence", marks: ["Generated by Wordfence"]),
    PageSign(keeper: "Radware", title: "radware bot manager", marks: []),
    PageSign(keeper: "F5", title: "request rejected", marks: ["support ID"]),
    PageSign(keeper: "Google", marks: ["unusual traffic from your computer network"]),
    PageSign(keeper: "Amazon", marks: ["/errors/validateCaptcha"]),
    PageSign(keeper: "Reddit", marks: ["blocked by network security"]),
  ]

  /// Titles of pages whose guard does not give its name.
  private static let titles: Set = [
    "just a moment...", "just a moment…", "attention required! | cloudflare",
    "checking your browser", "checking your browser before accessing", "are you a robot?",
    "robot check", "bot verification", "human verification",
    "verify you are human", "please verify you are human", "verifying you are human",
    "making sure you're not a bot!", "making sure you&#39;re not a bot!", "pardon our interruption",
    "one moment, please...", "please wait... | cloudflare",
  ]
}
