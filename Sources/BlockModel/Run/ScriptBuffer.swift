public import Foundation

/// What one run writes with `store`: its own reads see it, nobody else's do, and it is kept only
/// together with the run. A run that fails leaves nothing.
public actor ScriptBuffer: ScriptStorage {
  /// What was written so far.
  public private(set) var changes = ScriptChanges()
  private let data: any ScriptData
  /// What is kept and written together, once something was written.
  private var use: ScriptUse?
  private var pendingPoints = 0

  public init(_ data: any ScriptData) { self.data = data }

  // MARK: Keys

  public func value(
    _ key: String, of block: BlockID
  ) async throws(ScriptStorageError) -> JSONValue? {
    if let pending = changes.values[key] { return pending }
    return try await data.value(key, of: block)
  }

  public func set(
    _ key: String, to value: JSONValue, of block: BlockID
  ) async throws(ScriptStorageError) {
    try Self.check(key)
    var use = try await knownUse(of: block)
    let old = try await self.value(key, of: block)
    if let old { use.subtract(key, old) }
    use.add(key, value)
    let quotas = data.quotas
    guard use.keys <= quotas.keys else {
      throw .quota("the block keeps \(quotas.keys) keys, and more are not allowed; delete some")
    }
    guard use.bytes <= quotas.bytes else {
      throw .quota(
        "the values of the block would take more than \(ByteSize.limit(quotas.bytes)); delete some")
    }
    self.use = use
    changes.values[key] = .some(value)
  }

  public func delete(_ key: String, of block: BlockID) async throws(ScriptStorageError) {
    var use = try await knownUse(of: block)
    guard let old = try await value(key, of: block) else { return }
    use.subtract(key, old)
    self.use = use
    changes.values[key] = .some(nil)
  }

  public func keys(
    prefix: String, of block: BlockID
  ) async throws(ScriptStorageError) -> [String] {
    let kept = try await data.keys(prefix: prefix, of: block)
    let pending = changes.values.filter { $0.key.hasPrefix(prefix) }
    guard !pending.isEmpty else { return kept }
    var keys = Set(kept)
    for (key, value) in pending {
      if value == nil { keys.remove(key) } else { keys.insert(key) }
    }
    return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  // MARK: Series

  public func append(
    _ value: JSONValue, to series: String, at time: Date, of block: BlockID
  ) async throws(ScriptStorageError) {
    try Self.check(series)
    let quotas = data.quotas
    var use = try await knownUse(of: block)
    guard pendingPoints < quotas.pointsOfRun else {
      throw .quota("one run may append \(quotas.pointsOfRun) points, and more are not kept")
    }
    let isFull = use.points >= quotas.points
    if isFull, changes.points[series] == nil {
      let known = try await data.points(
        of: series, SeriesQuery(last: 1), of: block, with: [])
      // There is no older point of this series that could make room.
      guard !known.isEmpty else {
        throw .quota(
          "the block keeps \(quotas.points) points, and more are not allowed; use fewer series")
      }
    }
    use.points = min(use.points + 1, quotas.points)
    self.use = use
    pendingPoints += 1
    changes.points[series, default: []].append(SeriesPoint(time: time, value: value))
  }

  public func points(
    of series: String, _ query: SeriesQuery, of block: BlockID
  ) async throws(ScriptStorageError) -> [SeriesPoint] {
    try await data.points(of: series, query, of: block, with: changes.points[series] ?? [])
  }

  /// Texts of SQL end at a NUL, so that a name with one would be listed as another.
  private static func check(_ name: String) throws(ScriptStorageError) {
    guard !name.utf8.contains(0) else {
      throw .name("a name must not hold a NUL; leave it out")
    }
  }

  private func knownUse(of block: BlockID) async throws(ScriptStorageError) -> ScriptUse {
    if let use { return use }
    let kept = try await data.scriptUse(of: block)
    use = use ?? kept
    return use ?? kept
  }
}

extension ScriptUse {
  fileprivate mutating func add(_ key: String, _ value: JSONValue) {
    keys += 1
    bytes += key.utf8.count + value.json().utf8.count
  }

  fileprivate mutating func subtract(_ key: String, _ value: JSONValue) {
    keys -= 1
    bytes -= key.utf8.count + value.json().utf8.count
  }
}
