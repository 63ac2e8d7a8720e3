import Crypto
import Foundation
import Hummingbird
import Synchronization

/// Styles, modules and pictures of the page, from the share folder and from Debian's packages.
///
/// Only files that were listed when asked for can be served: a request is looked up by its name in
/// that list and never joined to a folder, so no spelling of a path leads outside.
/// A changed file is read again, which is how styles reload without a restart.
final class AssetLibrary: Sendable {
  struct Asset: Sendable {
    let type: String
    let bytes: [UInt8]
    /// The first 16 hex digits of the content's SHA-256.
    let hash: String
    let modified: Date
  }

  /// Third-party browser code, where its Debian package puts it.
  static let packaged: [String: String] = [
    "vendor/chart.js": "/usr/share/javascript/chart.js/chart.min.js",
    "vendor/sortable.js": "/usr/share/javascript/sortable/Sortable.min.js",
  ]

  private static let types = [
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
  ]

  private let root: URL
  private let cache = Mutex<[String: Asset]>([:])

  /// - Parameter folder: `WebAssets` of the share folder.
  init(folder: String) { root = URL(fileURLWithPath: folder, isDirectory: true) }

  /// Every name that can be asked for: `css/page.css`, `js/live.js`, `vendor/chart.js`.
  func names() -> [String: URL] {
    var names = Self.packaged.mapValues { URL(fileURLWithPath: $0) }
    let keys: [URLResourceKey] = [.isRegularFileKey]
    let base = root.standardizedFileURL.pathComponents.count
    let files = FileManager.default.enumerator(
      at: root.standardizedFileURL, includingPropertiesForKeys: keys,
      options: [.skipsHiddenFiles])
    while let file = files?.nextObject() as? URL {
      guard Self.types[file.pathExtension] != nil,
        (try? file.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile == true
      else { continue }
      names[file.standardizedFileURL.pathComponents.dropFirst(base).joined(separator: "/")] = file
    }
    return names
  }

  /// The asset of this name, read again if the file changed.
  func asset(_ name: String) -> Asset? {
    let known = cache.withLock { $0[name] }
    guard let file = known == nil ? names()[name] : file(named: name) else { return nil }
    let modified =
      (try? FileManager.default.attributesOfItem(atPath: file.resolvingSymlinksInPath().path))?[
        .modificationDate] as? Date ?? .distantPast
    if let known, known.modified == modified { return known }
    guard let data = try? Data(contentsOf: file), let type = Self.types[file.pathExtension]
    else { return nil }
    let digest = SHA256.hash(data: data).prefix(8).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    let asset = Asset(
      type: type, bytes: Array(data), hash: digest.joined(), modified: modified)
    cache.withLock { $0[name] = asset }
    return asset
  }

  /// The address of an asset; its content's hash lets browsers keep it for ever.
  func address(of name: String) -> String {
    asset(name).map { "/assets/\(name)?v=\($0.hash)" } ?? "/assets/\(name)"
  }

  /// Where a name that was served before lives; the name comes from the list, so joining is safe.
  private func file(named name: String) -> URL? {
    Self.packaged[name].map { URL(fileURLWithPath: $0) } ?? root.appending(path: name)
  }
}

extension AssetLibrary {
  func respond(to request: Request, context: WebContext) async throws -> Response {
    let name = context.parameters.getCatchAll().joined(separator: "/")
    guard let asset = asset(name) else { throw WebProblem.notFound }
    let tag = "\"\(asset.hash)\""
    let isPinned = request.uri.queryParameters["v"].map { $0 == asset.hash } ?? false
    let headers: HTTPFields = [
      .contentType: asset.type, .eTag: tag,
      .cacheControl: isPinned ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    if request.headers[.ifNoneMatch]?.contains(tag) == true {
      return Response(status: .notModified, headers: headers)
    }
    return Response(
      status: .ok, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: asset.bytes)))
  }
}
