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
