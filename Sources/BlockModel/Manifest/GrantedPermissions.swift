/// What a manifest asks for, against what people allowed.
extension Permissions {
  /// Each thing that is asked for, as it would be allowed.
  public var subjects: Set<Grant.Subject> {
    var subjects: Set<Grant.Subject> = browser ? [.browser] : []
    for host in hosts { for method in methods { subjects.insert(.host(host, method: method)) } }
    subjects.formUnion(privateHosts.map { .privateHost($0) })
    subjects.formUnion(pictures.map { .picture($0) })
    for secret in secrets {
      subjects.formUnion(secret.origins.map { .secret(name: secret.name, origin: $0) })
    }
    subjects.formUnion(certificates.map { .certificate($0.place, fingerprint: $0.fingerprint) })
    return subjects
  }

  /// Those of ``subjects`` that whoever types them allows with that: what is public.
  public var publicSubjects: Set<Grant.Subject> {
    var open = self
    open.privateHosts = []
    open.secrets = []
    open.certificates = []
    return open.subjects
  }

  /// What of this manifest holds: a host only with all the methods it asks for, a secret only towards the
  /// origins it was given for. Places that are not public, pictures and certificates are allowed
  /// one by one, when they are met, so those hold that were allowed and not those that are asked for.
  public func limited(to grants: Set<Grant.Subject>) -> Permissions {
    var granted = Permissions(
      hosts: hosts.filter { host in
        methods.allSatisfy { grants.contains(.host(host, method: $0)) }
      }, methods: methods, browser: browser && grants.contains(.browser))
    granted.secrets = secrets.compactMap { binding in
      let origins = binding.origins.filter {
        grants.contains(.secret(name: binding.name, origin: $0))
      }
      return origins.isEmpty ? nil : SecretBinding(name: binding.name, origins: origins)
    }
    for case .privateHost(let place) in grants { granted.privateHosts.insert(place) }
    for case .picture(let host) in grants { granted.pictures.insert(host) }
    for case .certificate(let place, let fingerprint) in grants {
      if let certificate = TrustedCertificate(place: place, fingerprint: fingerprint) {
        granted.certificates.insert(certificate)
      }
    }
    return granted
  }

  /// These permissions and one thing more; a secret has to be asked for first.
  public func adding(_ subject: Grant.Subject) -> Permissions {
    var wider = self
    switch subject {
    case .host(let host, let method):
      wider.hosts.insert(host)
      wider.methods.insert(method)
    case .privateHost(let place): wider.privateHosts.insert(place)
    case .picture(let host): wider.pictures.insert(host)
    case .secret: break
    case .browser: wider.browser = true
    case .certificate(let place, let fingerprint):
      if let certificate = TrustedCertificate(place: place, fingerprint: fingerprint) {
        wider.certificates.insert(certificate)
      }
    }
    return wider
  }

  /// May a picture be shown that lies there? The address of a picture can carry out what a block knows,
  /// so its host is allowed like one that is asked; a wildcard is one level.
  public func allowsPicture(host: String, port: Int) -> Bool {
    if allows(host: host, port: port) { return true }
    let name = HostName.comparable(host)
    if pictures.contains(name) { return true }
    guard let dot = name.firstIndex(of: ".") else { return false }
    return pictures.contains("*" + name[dot...])
  }

  /// Does the block know, or may it come to know, what is not public?
  public var isPrivate: Bool { !privateHosts.isEmpty || !secrets.isEmpty }
}
