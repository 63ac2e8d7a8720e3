public import BlockModel
import BlockStore
import BlockUI
import Foundation

/// What blocks may reach: a manifest asks, people grant, and can take it back.
extension DashboardEngine {
  /// What a block may, who allowed it and when, the oldest first.
  public func grants(of id: BlockID) async throws(EngineError) -> [Grant] {
    _ = try known(id)
    return try await stored { () throws(StorageError) in try await storage.grants(of: id) }
  }

  /// What a block asks for and may not: by its manifest, its pictures, or its last run.
  public func requests(of id: BlockID) async throws(EngineError) -> [Grant.Subject] {
    let entry = try await entry(id)
    var asked = entry.files.manifest.permissions.subjects.union(entry.pictureRequests)
    if let needed = entry.lastRun?.neededGrant { asked.insert(needed) }
    return asked.subtracting(entry.record.grants).sorted { $0.description < $1.description }
  }

  /// Lets a block do what it was not allowed to, and tries again. A host that its manifest does not name
  /// is written there, as a new version: the files say what a block asks for.
  /// - Parameter actor: `person`, or the command that acts for one.
  public func allow(
    _ id: BlockID, _ subject: Grant.Subject, by actor: String = "person"
  ) async throws(EngineError) {
    let entry = try await entry(id)
    var subjects = [subject]
    if case .host(let host, let method) = subject {
      var manifest = entry.files.manifest
      manifest.permissions.hosts.insert(host)
      manifest.permissions.methods.insert(method)
      // One word is for a host with all that the block would do there.
      subjects = manifest.permissions.methods.map { .host(host, method: $0) }
      if manifest != entry.files.manifest { try await ask(for: manifest, of: entry, subject) }
    }
    let allowed = subjects
    try await stored { () throws(StorageError) in
      try await storage.allow(allowed, of: id, by: actor, at: settings.now())
    }
    await note("Allowed it to \(subject.sentence).", by: actor, id)
    try await runAnew(id)
  }

  /// The serving files with another manifest, as a version of the person who asked for it. Nothing in it is to be
  /// tried before: the script and the card serve already, and the run after it shows what the host answers.
  private func ask(
    for manifest: Manifest, of entry: LoadedBlock, _ subject: Grant.Subject
  ) async throws(EngineError) {
    guard var texts = entry.texts else { return }
    var files = entry.files
    files.manifest = manifest
    texts.manifest = BlockTexts(files).manifest
    let version = NewVersion(
      texts: texts, author: .hand, explanation: "Allowed it to \(subject.sentence).",
      basedOn: entry.record.version, createdAt: settings.now())
    try await stored { () throws(StorageError) in
      _ = try await storage.addVersion(version, to: entry.id)
    }
    try await serve(entry.id)
  }

  /// Takes back what a block may. A host goes with all its methods.
  /// - Returns: whether it had been allowed.
  @discardableResult
  public func revoke(
    _ id: BlockID, _ subject: Grant.Subject, by actor: String = "person"
  ) async throws(EngineError) -> Bool {
    let entry = try await entry(id)
    let subjects = entry.record.grants.filter { granted in
      if case .host(let host, _) = subject, case .host(host, _) = granted { return true }
      return granted == subject
    }
    guard !subjects.isEmpty else { return false }
    try await stored { () throws(StorageError) in
      try await storage.revoke(Array(subjects), of: id)
    }
    await note("It may no longer \(subject.sentence).", by: actor, id)
    try await runAnew(id)
    return true
  }

  /// Has a key a value that can be read?
  public func knowsSecret(_ name: String) async throws(EngineError) -> Bool {
    try await stored { () throws(StorageError) in try await storage.secretNames().contains(name) }
  }

  /// The keys that have a value, sorted, each with the blocks and origins it was given for.
  public func secretUses() async throws(EngineError) -> [(
    name: String, uses: [(block: BlockID, origin: Origin)]
  )] {
    let names = try await stored { () throws(StorageError) in try await storage.secretNames() }
    return names.map { name in
      var uses: [(block: BlockID, origin: Origin)] = []
      for id in order {
        for case .secret(name, let origin) in entries[id]?.record.grants ?? [] {
          uses.append((id, origin))
        }
      }
      return (name, uses)
    }
  }

  /// Removes the value of a key and takes it back from every block.
  public func removeSecret(_ name: String) async throws(EngineError) {
    try await stored { () throws(StorageError) in try await storage.setSecret(name, to: nil) }
    try await revokeSecret(name)
  }

  /// Takes a secret back from every block, as its value is gone.
  func revokeSecret(_ name: String) async throws(EngineError) {
    for entry in entries.values {
      let subjects = entry.record.grants.filter { subject in
        if case .secret(name, _) = subject { true } else { false }
      }
      guard !subjects.isEmpty else { continue }
      try await stored { () throws(StorageError) in
        try await storage.revoke(Array(subjects), of: entry.id)
      }
      await note("Took back the key '\(name)', whose value was removed.", entry.id)
      try await refreshEntry(entry.id)
    }
  }

  // MARK: Blocks of older versions

  private static let isUpgradedName = "hosts and pictures are granted"

  /// Hosts held by being in the manifest once, and pictures of every host were shown: what the versions
  /// that serve reach and show goes on to hold, once.
  func grantWhatServes() async throws(EngineError) {
    let isUpgraded = try await stored { () throws(StorageError) in
      try await storage.setting(Self.isUpgradedName)?.bool ?? false
    }
    guard !isUpgraded else { return }
    for id in order {
      let entry = try await entry(id)
      defer { putAway(id) }
      let subjects = entry.files.manifest.permissions.publicSubjects
        .union(entry.pictures.map { .picture($0.host) })
        .subtracting(entry.record.grants)
      guard !subjects.isEmpty else { continue }
      try await stored { () throws(StorageError) in
        try await storage.allow(Array(subjects), of: id, by: "upgrade", at: settings.now())
      }
      try await refreshEntry(id)
    }
    try await stored { () throws(StorageError) in
      try await storage.setSetting(Self.isUpgradedName, to: true)
    }
  }
}

extension LoadedBlock {
  /// The hosts that the card has pictures fetched from, with the data it shows.
  var pictures: Set<HostPort> {
    guard let compiled = content.compiled, let data = content.data?.data else { return [] }
    return compiled.pictureHosts(
      RenderContext(
        data: data, params: content.files.manifest.values(entry.record.params), block: id,
        blockName: content.files.manifest.name))
  }

  /// Does the block know, or may it come to know, what is not public?
  var isPrivate: Bool {
    permissions.isPrivate || !content.files.manifest.permissions.secrets.isEmpty
  }

  /// The pictures that are not shown until a person allows it: their addresses could carry out what the
  /// block knows. ``pictureRequests`` keeps this, which renders the card.
  func findPictureRequests() -> [Grant.Subject] {
    guard isPrivate else { return [] }
    let permissions = permissions
    return pictures.filter { !permissions.allowsPicture(host: $0.host, port: $0.port ?? 443) }
      .map { $0.pictureSubject }.sorted { $0.description < $1.description }
  }
}

extension HostPort {
  /// A picture at home is one of a place that is not public.
  fileprivate var pictureSubject: Grant.Subject {
    let isAddress = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
    return isAddress || HostName.isOfHomeNetwork(host) ? .privateHost(self) : .picture(host)
  }
}
