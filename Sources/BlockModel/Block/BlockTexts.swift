/// The three files of a version as they stand on disk, byte for byte.
public struct BlockTexts: Hashable, Sendable {
  public var manifest: String
  public var script: String
  public var spec: String

  public init(manifest: String, script: String, spec: String) {
    self.manifest = manifest
    self.script = script
    self.spec = spec
  }

  /// The texts Dash writes for files that it made itself.
  public init(_ files: BlockFiles) {
    manifest = files.manifest.json.json(.pretty) + "\n"
    script = files.script
    spec = files.spec
  }

  /// The texts by file name, in the order of the architecture.
  public var named: [(name: String, text: String)] {
    [
      (BlockFiles.manifestName, manifest), (BlockFiles.scriptName, script),
      (BlockFiles.specName, spec),
    ]
  }

  /// Reads a version that was saved before: its manifest leniently (``Manifest/init(loading:)``).
  public func loaded() throws(ManifestError) -> BlockFiles {
    BlockFiles(manifest: try Manifest(loading: manifest), script: script, spec: spec)
  }

  /// Reads what is to be saved: its manifest strictly (``Manifest/init(parsing:)``).
  public func files() throws(ManifestError) -> BlockFiles {
    BlockFiles(manifest: try Manifest(parsing: manifest), script: script, spec: spec)
  }
}
