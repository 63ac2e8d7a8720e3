import BlockModel

/// What the manifest asks for against what the script does: too little refuses a run, too much is what a
/// person is asked for in vain.
struct PermissionLint {
  let script: ScriptReading
  let manifest: ManifestText
  let permissions: Permissions
  /// The text of `block.ui.json`: hosts of pictures stand there.
  let spec: String
  private let requests: RequestReading

  init(_ script: ScriptReading, _ manifest: ManifestText, _ permissions: Permissions, spec: String)
  {
    self.script = script
    self.manifest = manifest
    self.permissions = permissions
    self.spec = spec
    requests = RequestReading(script)
  }

  var problems: [FileProblem] {
    missingPlaces + missingMethods + missingBrowser + secrets + unusedPlaces + unusedMethods
      + unusedBrowser
  }

  // MARK: Too little

  private var missingPlaces: [FileProblem] {
    var seen: Set<String> = []
    return requests.targets.compactMap { target in
      guard !permissions.allows(host: target.host, port: target.port),
        seen.insert("\(target.host):\(target.port)").inserted
      else { return nil }
      let place = HostPort(host: target.host, port: target.port).description
      let mend =
        target.isPrivate
        ? "add \"\(place)\" to permissions.private_hosts of block.json"
        : "add \"\(target.host)\" to permissions.hosts of block.json"
      // What a block may reach is widened by a person, never by a fix.
      return script.file.problem(
        .missingHost, .error, at: target.offset,
        "block.json does not ask for \(target.isPrivate ? place : target.host)",
        why: "the request would be refused", mend: mend)
    }
  }

  private var missingMethods: [FileProblem] {
    requests.methods.filter { !permissions.methods.contains($0.key) }
      .sorted { $0.value < $1.value }.map { method, offset in
        script.file.problem(
          .missingMethod, .error, at: offset, "block.json does not ask for the method \(method)",
          why: "the request would be refused",
          mend:
            "add \"\(method)\" to permissions.methods of block.json, beside \"GET\" where it is used"
        )
      }
  }

  private var missingBrowser: [FileProblem] {
    guard let offset = requests.browser, !permissions.browser else { return [] }
    return [
      script.file.problem(
        .missingBrowser, .error, at: offset, "block.json does not ask for a browser",
        why: "the request would be refused",
        mend: "add \"browser\": true to permissions of block.json")
    ]
  }

  private var secrets: [FileProblem] {
    var used: [String: Int] = [:]
    for token in LuaTokens(script.file.text(0..<script.file.bytes.count)).tokens
    where token.kind == .string {
      for found in token.text.matches(of: #/\{\{\s*secret:([A-Za-z0-9_.\-]+)\s*\}\}/#) {
        let name = String(found.1)
        if used[name] == nil { used[name] = token.range.lowerBound }
      }
    }
    let declared = permissions.secrets.map(\.name)
    let missing = used.filter { !declared.contains($0.key) }.sorted { $0.value < $1.value }
      .map { name, offset in
        let near = NearName.best(for: name, among: declared)
        return script.file.problem(
          .missingSecret, .error, at: offset,
          "block.json does not ask for the key '\(name)'"
            + (near.map { "; did you mean '\($0)'?" } ?? ""),
          why: "nothing is filled in",
          mend:
            "add {\"name\": \"\(name)\", \"origins\": [\"https://…\"]} to permissions.secrets, or name one it asks for"
        )
      }
    // A name that is put together from parts may be any of them.
    let isPlain = !script.file.text(0..<script.file.bytes.count).contains(#/secret:["']/#)
    let left = declared.enumerated().filter { isPlain && used[$0.element] == nil }
      .map { index, name in
        unused(.unusedSecret, "/permissions/secrets/\(index)", "the key '\(name)'", "the script")
      }
    return missing + left
  }

  // MARK: Too much

  private var unusedPlaces: [FileProblem] {
    guard requests.isWhole else { return [] }
    func isAsked(_ host: String, _ port: Int?) -> Bool {
      requests.targets.contains { target in
        let granted = Permissions(hosts: [host])
        return granted.allows(host: target.host, port: target.port)
          && (port == nil || port == target.port)
      }
    }
    let hosts = manifest.texts("permissions", "hosts").enumerated().compactMap {
      index, host -> FileProblem? in
      let name = host.hasPrefix("*.") ? String(host.dropFirst(2)) : host
      guard !host.isEmpty, !isAsked(host, nil), !spec.contains(name) else { return nil }
      return unused(.unusedHost, "/permissions/hosts/\(index)", "\"\(host)\"", "the script")
    }
    let places = manifest.texts("permissions", "private_hosts").enumerated().compactMap {
      index, text -> FileProblem? in
      guard let place = HostPort(text), !isAsked(place.host, place.port), !spec.contains(place.host)
      else { return nil }
      return unused(.unusedHost, "/permissions/private_hosts/\(index)", "\"\(text)\"", "the script")
    }
    return hosts + places
  }

  private var unusedMethods: [FileProblem] {
    guard requests.isWhole else { return [] }
    let written = manifest.texts("permissions", "methods")
    return written.enumerated().compactMap { index, method in
      // A block without requests is told of its hosts; GET and HEAD are what every block may.
      guard !["GET", "HEAD"].contains(method.uppercased()), !method.isEmpty,
        requests.methods[method.uppercased()] == nil
      else { return nil }
      return unused(.unusedMethod, "/permissions/methods/\(index)", "\"\(method)\"", "the script")
    }
  }

  private var unusedBrowser: [FileProblem] {
    guard permissions.browser, requests.browser == nil else { return [] }
    return [unused(.unusedBrowser, "/permissions/browser", "\"browser\"", "the script")]
  }

  private func unused(
    _ code: FileProblem.Code, _ pointer: String, _ what: String, _ who: String
  ) -> FileProblem {
    FileProblem(
      code, .warning, file: BlockFiles.manifestName, at: manifest.place(pointer),
      "block.json asks for \(what), and \(who) does not use it",
      why: "a person would be asked to allow it needlessly", mend: "leave it out",
      fix: manifest.leavingOut(pointer, what))
  }
}
