import Foundation

/// Recorded real input beside the checkout, or where `DASH_CORPUS` says.
enum Corpus {
  static let folder: URL? = {
    var candidates: [URL] = []
    if let path = ProcessInfo.processInfo.environment["DASH_CORPUS"] {
      candidates.append(URL(filePath: path))
    }
    var place = URL(filePath: #filePath)
    while place.path != "/" {
      place = place.deletingLastPathComponent()
      candidates.append(place.appending(path: "shared/corpus"))
    }
    let found = candidates.map { $0.appending(path: "open") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
    if found == nil { print("The corpus is missing: its tests are skipped (set DASH_CORPUS).") }
    return found
  }()

  static var isThere: Bool { folder != nil }

  /// The files right in a folder of the corpus, in order.
  static func files(_ path: String, _ extensions: [String] = []) -> [String] {
    guard let folder = folder?.appending(path: path) else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { name in
      name.contains(".") && (extensions.isEmpty || extensions.contains { name.hasSuffix($0) })
    }.map { "\(path)/\($0)" }
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: url(path)), as: UTF8.self)
  }

  /// The bytes of a file as a Lua string literal.
  static func lua(_ path: String) throws -> String {
    lua(Data(try Data(contentsOf: url(path))))
  }

  static func lua(_ data: Data) -> String {
    let digits = Array("0123456789".utf8)
    var out: [UInt8] = [34]
    out.reserveCapacity(data.count * 2)
    for byte in data {
      if byte >= 32, byte < 127, byte != 34, byte != 92 {
        out.append(byte)
      } else {
        out += [92, digits[Int(byte / 100)], digits[Int(byte / 10 % 10)], digits[Int(byte % 10)]]
      }
    }
    return String(decoding: out + [34], as: UTF8.self)
  }

  private static func url(_ path: String) throws -> URL {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return folder.appending(path: path)
  }
}
