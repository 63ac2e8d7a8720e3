import BlockModel
import Foundation

extension Permissions {
  /// What the block may reach: the host, with and without `www.`, and every place that was granted.
  init(forAddress url: String, grants: [Grant.Subject]) throws(AuthoringAnswer) {
    guard let components = URLComponents(string: url),
      let scheme = components.scheme?.lowercased(), let host = components.host?.lowercased(),
      !host.isEmpty
    else {
      throw AuthoringAnswer(
        "'\(url.prefix(200))' is not an address that can be asked for; check it for typos.",
        kind: .permission)
    }
    guard scheme == "http" || scheme == "https" else {
      throw AuthoringAnswer(
        "'\(scheme):' addresses are not allowed; give me one that begins with https:// or http://.",
        kind: .permission)
    }
    let name = host.filter { $0 != "[" && $0 != "]" }
    let port = components.port ?? (scheme == "https" ? 443 : 80)
    let allowed = Permissions().granting(grants)
    var hosts: Set<String> = [name]
    if !allowed.allows(host: name, port: port), name.contains(where: \.isLetter), name.contains(".")
    {
      hosts.insert(name.hasPrefix("www.") ? String(name.dropFirst(4)) : "www." + name)
    }
    self = allowed
    self.hosts.formUnion(hosts)
    for case .secret(let secret, let origin) in grants where origin == Origin(of: url) {
      secrets.append(SecretBinding(name: secret, origins: [origin]))
    }
  }

  /// These permissions with what the person allowed.
  func granting(_ grants: some Sequence<Grant.Subject>) -> Permissions {
    grants.reduce(self) { $0.adding($1) }
  }

  /// What of these permissions a script uses: the places that it asked in the trial or names, with
  /// and without `www.`.
  func narrowed(to script: String, _ outcome: RunOutcome) -> Permissions {
    let asked = outcome.http.map(\.url).joined(separator: " ") + script
    func isUsed(_ host: String) -> Bool {
      asked.contains(host) || host.hasPrefix("www.") && asked.contains(host.dropFirst(4))
    }
    var permissions = self
    permissions.hosts = hosts.filter(isUsed)
    permissions.privateHosts = privateHosts.filter { isUsed($0.host) }
    return permissions
  }
}
