import Foundation

/// Debian's chromium as it is started here: without a network, without a window, with nobody's profile.
struct ChromiumProgram: Sendable, Hashable {
  /// The program itself; what stands in the path is a script around it.
  let path: String

  /// Where Debian puts it: the one that is nothing but headless is there in a quarter of the time.
  private static let places = [
    "/usr/lib/chromium/chromium-headless-shell", "/usr/lib/chromium/chromium",
  ]
  /// The Debian package it comes from; `chromium` does, too.
  static let package = "chromium-headless-shell"

  /// The first of those that are installed.
  static var installed: ChromiumProgram {
    let programs = places.map { ChromiumProgram(path: $0) }
    return programs.first { $0.isInstalled } ?? programs[0]
  }

  var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

  /// What is asked of chromium.
  ///
  /// The proxy is nobody, no name resolves, and no exception is made for this machine: what DevTools
  /// does not answer has no answer.
  func arguments(profile: String, isSandboxed: Bool) -> [String] {
    var arguments = [
      "--headless=new", "--remote-debugging-pipe", "--user-data-dir=\(profile)",
      "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=<-loopback>",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      "--disable-domain-reliability", "--disable-client-side-phishing-detection",
      "--disable-default-apps", "--disable-extensions", "--no-default-browser-check",
      "--no-first-run", "--no-pings", "--deny-permission-prompts", "--disable-breakpad",
      "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars",
      "--password-store=basic", "--use-mock-keychain", "--window-size=1280,1024",
      "--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication",
    ]
    if !isSandboxed { arguments.append("--no-sandbox") }
    return arguments + ["about:blank"]
  }
}
