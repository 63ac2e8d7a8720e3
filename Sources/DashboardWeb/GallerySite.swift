import BlockUI
import Cryptography
public import Foundation

/// The gallery as a folder of files, for a look without a dashboard.
public struct GallerySite: Sendable {
  private let assets: AssetLibrary
  private let version: String

  /// - Parameter shareFolder: the folder with `WebAssets`.
  public init(shareFolder: String, version: String) {
    assets = AssetLibrary(folder: shareFolder + "/WebAssets")
    self.version = version
  }

  /// Writes `index.html` and `assets/`. Addresses are relative: the folder can be served from
  /// anywhere; browsers read modules only from a server.
  /// - Throws: what writing throws.
  public func write(to folder: URL) throws {
    let keys = WebKeys(key: SecretKey())
    let shell = Shell(assets: assets, keys: keys, version: version, missingLayers: [])
    let page = GalleryPage(shell: shell).page().text
      .replacing("=\"/assets/", with: "=\"assets/").replacing("=\"/\"", with: "=\"#\"")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(page.utf8).write(to: folder.appending(path: "index.html"))
    for (name, bytes) in assets.all {
      let file = folder.appending(path: "assets").appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file)
    }
  }
}
