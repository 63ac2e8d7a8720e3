import BlockModel
import BlockStore

/// Going back one change at a time, of files and of settings alike.
extension DashboardEngine {
  /// Changes of one block that can be undone.
  private static let maximumUndo = 50

  /// What a block was before a change.
  private struct PastState {
    var version: VersionNumber
    var params: JSONObject

    init(_ version: VersionNumber, _ params: JSONObject) {
      self.version = version
      self.params = params
    }

    init?(_ stored: JSONValue) {
      guard let number = stored["version"]?.integer else { return nil }
      self.init(VersionNumber(Int(clamping: number)), stored["params"]?.object ?? [:])
    }

    var stored: JSONValue {
      ["version": .integer(Int64(version.value)), "params": .object(params)]
    }
  }

  /// To be called before files or settings change. When the change then fails, the state is the one
  /// that still holds, and ``undo(_:)`` passes over it.
  func rememberForUndo(_ id: BlockID) async throws(EngineError) {
    let record = try entry(id).record
    let past = try await past(of: id) + [PastState(record.version, record.params)]
    try await setPast(past.suffix(Self.maximumUndo), of: id)
  }

  /// Undoes the last change; said again, the one before it.
  ///
  /// - Returns: what is different now, as a sentence; `nil` when there is nothing to go back to.
  func undo(_ id: BlockID) async throws(EngineError) -> (card: Card, reply: String)? {
    let entry = try entry(id)
    var past = try await past(of: id)
    while let state = past.popLast() {
      let isSameText = try await texts(of: id, version: state.version) == entry.texts
      let params = entry.record.params
      guard !isSameText || state.params != params else { continue }
      try await setPast(past[...], of: id)
      try await stored { () throws(StorageError) in
        try await storage.setParams(state.params, of: id)
      }
      if isSameText {
        try await runAnew(id)
        return (try card(id), Self.told(entry.files.manifest, from: params, to: state.params))
      }
      let card = try await goBack(id, to: state.version)
      return (card, "Went back to version \(state.version), as version \(card.version).")
    }
    try await setPast([], of: id)
    return nil
  }

  /// "Undone: Rows is 20 again."
  private static func told(_ manifest: Manifest, from: JSONObject, to: JSONObject) -> String {
    let (old, new) = (manifest.values(from), manifest.values(to))
    let changed = manifest.params.filter { old[$0.name] != new[$0.name] }.map { param in
      let value = new[param.name] ?? .null
      return "\(param.label) is \(value.string ?? value.json()) again"
    }
    return "Undone\(changed.isEmpty ? "" : ": " + changed.joined(separator: ", "))."
  }

  // MARK: What is stored

  private static func pastName(_ id: BlockID) -> String { "undo \(id)" }

  /// Oldest first. Of a block that was changed before this was kept, its versions.
  private func past(of id: BlockID) async throws(EngineError) -> [PastState] {
    let kept = try await stored { () throws(StorageError) in
      try await storage.setting(Self.pastName(id))
    }
    if let kept { return (kept.array ?? []).compactMap { PastState($0) } }
    let record = try entry(id).record
    return try await versions(of: id).reversed()
      .filter { $0.number < record.version && $0.author != .restore }
      .map { PastState($0.number, record.params) }
  }

  private func setPast(
    _ past: ArraySlice<PastState>, of id: BlockID
  ) async throws(EngineError) {
    let list = JSONValue.array(past.map(\.stored))
    try await stored { () throws(StorageError) in
      try await storage.setSetting(Self.pastName(id), to: list)
    }
  }
}
