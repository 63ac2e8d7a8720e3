/// The three files that are one version of a block.
public struct BlockFiles: Hashable, Sendable {
  /// `block.json`
  public var manifest: Manifest
  /// `block.lua`: Lua 5.4 source that returns `function(ctx) … end`.
  public var script: String
  /// `block.ui.json`, as it was written.
  public var spec: String

  public init(manifest: Manifest, script: String, spec: String) {
    self.manifest = manifest
    self.script = script
    self.spec = spec
  }

  public static let manifestName = Manifest.fileName
  public static let scriptName = "block.lua"
  public static let specName = "block.ui.json"
}

extension BlockFiles {
  /// Tells this script and spec from others: 16 hexadecimal digits (FNV-1a, 64 bits). It guards against
  /// accidents, not against anybody.
  public var fingerprint: String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in [Array(script.utf8), [0], Array(spec.utf8)].joined() {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The query that these files are compiled from; `nil` when there is none, or somebody wrote other
  /// files since.
  ///
  /// - Parameter params: the values a person gave to settings; that for the number of rows comes before
  ///   what was compiled.
  public func query(_ params: JSONObject) -> BlockQuery? {
    guard var query = manifest.query, query.compiled == fingerprint else { return nil }
    if manifest.params.contains(where: { $0.name == BlockQuery.countName }),
      let count = params[BlockQuery.countName]?.count(), count > 0
    {
      query.query.limit = count
    }
    return query
  }
}
