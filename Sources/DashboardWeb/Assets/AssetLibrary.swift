import Archives
import Cryptography
import Foundation
import Hummingbird
import Synchronization

/// Styles, modules and pictures of the page, from the share folder and from Debian's packages.
///
/// A request is looked up by its name in a list of the files that are there and never joined to a
/// folder, so no spelling of a path leads outside. Files are looked at again every second, which is
/// how styles reload without a restart.
final class AssetLibrary: Sendable {
  struct Asset: Sendable {
    let type: String
    let bytes: [UInt8]
    /// The first 16 hex digits of the content's SHA-256.
    let hash: String
  }

  /// Third-party browser code, where its Debian package puts it.
  static let packaged: [String: String] = [
    "vendor/chart.js": "/usr/share/javascript/chart.js/chart.min.js",
    "vendor/codemirror/codemirror.css": "/usr/share/javascript/codemirror/codemirror.css",
    "vendor/codemirror/codemirror.js": "/usr/share/javascript/codemirror/codemirror.js",
    "vendor/codemirror/javascript.js":
      "/usr/share/javascript/codemirror/mode/javascript/javascript.js",
    "vendor/codemirror/lua.js": "/usr/share/javascript/codemirror/mode/lua/lua.js",
  ]

  /// All styles in one: tokens, page, card, then the components by name, and the places of the grid.
  static let styleName = "style.css"
  /// The dark colours, a sheet of their own that holds for a system or by choice.
  static let darkName = "css/dark.css"

  private static let types = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
  ]

  private struct Shelf {
    var assets: [String: Asset] = [:]
    /// Our modules as they are in their files.
    var modules: [String: [UInt8]] = [:]
    /// What was asked for in a form that takes fewer bytes, by the content's hash.
    var packed: [String: [UInt8]] = [:]
    var modified: [String: Date] = [:]
    var readAt: ContinuousClock.Instant?
  }

  private let root: URL
  private let shelf = Mutex(Shelf())

  /// - Parameter folder: `WebAssets` of the share folder.
  init(folder: String) {
    root = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath()
  }

  /// `css/page.css`, `js/live.js`, `vendor/chart.js`, ``styleName``; `nil` when there is none.
  func asset(_ name: String) -> Asset? {
    shelf.withLock { shelf in
      let now = ContinuousClock.now
      if shelf.readAt.map({ now - $0 > .seconds(1) }) ?? true {
        read(into: &shelf)
        shelf.readAt = now
      }
      return shelf.assets[name]
    }
  }

  /// What gzip makes of an asset; `nil` where that is not much less, as of pictures.
  private func packed(_ asset: Asset) -> [UInt8]? {
    let known = shelf.withLock { $0.packed[asset.hash] }
    if let known { return known.isEmpty ? nil : known }
    let packed = Gzip.pack(asset.bytes, .most) ?? []
    let isWorthIt = packed.count < asset.bytes.count * 9 / 10
    shelf.withLock { $0.packed[asset.hash] = isWorthIt ? packed : [] }
    return isWorthIt ? packed : nil
  }

  /// The bytes of every asset by its name.
  var all: [String: [UInt8]] {
    _ = asset(Self.styleName)
    return shelf.withLock { $0.assets.mapValues(\.bytes) }
  }

  /// The address of an asset; its content's hash lets browsers keep it for ever.
  func address(of name: String) -> String {
    asset(name).map { "/assets/\(name)?v=\($0.hash)" } ?? "/assets/\(name)"
  }

  private func read(into shelf: inout Shelf) {
    let files = files()
    var isChanged = Set(shelf.modified.keys) != Set(files.keys)
    for (name, file) in files {
      let path = file.resolvingSymlinksInPath().path
      let facts = try? FileManager.default.attributesOfItem(atPath: path)
      guard let modified = facts?[.modificationDate] as? Date,
        shelf.modified[name] != modified, let type = Self.types[file.pathExtension],
        let data = try? Data(contentsOf: file)
      else { continue }
      let isOurText = ["css", "js"].contains(file.pathExtension) && Self.packaged[name] == nil
      let bytes = isOurText ? ServedText.withoutComments(Array(data)) : Array(data)
      if isOurText, file.pathExtension == "js" { shelf.modules[name] = bytes }
      shelf.assets[name] = Self.asset(type, bytes)
      shelf.modified[name] = modified
      isChanged = true
    }
    guard isChanged else { return }
    shelf.assets = shelf.assets.filter { files[$0.key] != nil }
    shelf.modules = shelf.modules.filter { files[$0.key] != nil }
    shelf.modified = shelf.modified.filter { files[$0.key] != nil }
    shelf.packed = [:]
    bundle(&shelf)
    let first = ["css/tokens.css", "css/page.css", "css/card.css"]
    let apart = first + [Self.darkName]
    let rest = files.keys.filter { $0.hasPrefix("css/") && !apart.contains($0) }.sorted()
    let parts = (first + rest).compactMap { shelf.assets[$0]?.bytes } + [Array(GridStyle.css.utf8)]
    shelf.assets[Self.styleName] = Self.asset(
      "text/css; charset=utf-8", Array(parts.joined(separator: [0x0A])))
  }

  private func bundle(_ shelf: inout Shelf) {
    let (folder, ending) = ("js/", ".js")
    var texts: [Substring: String] = [:]
    for (name, bytes) in shelf.modules where name.hasPrefix(folder) {
      texts[name.dropFirst(folder.count).dropLast(ending.count)] = String(
        decoding: bytes, as: UTF8.self)
    }
    for (name, text) in ModuleBundle(texts, for: "page")?.files ?? texts {
      shelf.assets[folder + name + ending] = Self.asset(Self.types["js"] ?? "", Array(text.utf8))
    }
  }

  private func files() -> [String: URL] {
    var files = Self.packaged.mapValues { URL(fileURLWithPath: $0) }
    let base = root.pathComponents.count
    let found = FileManager.default.enumerator(
      at: root, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
    while let file = found?.nextObject() as? URL {
      guard Self.types[file.pathExtension] != nil,
        (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
      else { continue }
      files[file.resolvingSymlinksInPath().pathComponents.dropFirst(base).joined(separator: "/")] =
        file
    }
    return files
  }

  private static func asset(_ type: String, _ bytes: [UInt8]) -> Asset {
    Asset(type: type, bytes: bytes, hash: SHA256.digest(of: bytes).prefix(8).hexadecimal)
  }
}

extension AssetLibrary {
  func respond(to request: Request, context: WebContext) async throws -> Response {
    let name = context.parameters.getCatchAll().joined(separator: "/")
    guard let asset = asset(name) else { throw WebProblem.notFound }
    // Weak, as it is the same for both forms (RFC 9110, 8.8.1).
    let tag = "W/\"\(asset.hash)\""
    let isPinned = request.uri.queryParameters["v"].map { $0 == asset.hash } ?? false
    var headers: HTTPFields = [
      .contentType: asset.type, .eTag: tag, .vary: "Accept-Encoding",
      .cacheControl: isPinned ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    if request.headers[.ifNoneMatch]?.contains(tag) == true {
      return Response(status: .notModified, headers: headers)
    }
    var bytes = asset.bytes
    if request.takesGzip, let packed = packed(asset) {
      headers[.contentEncoding] = "gzip"
      bytes = packed
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
