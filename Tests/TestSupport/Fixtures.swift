public import Foundation

/// Files that we wrote for tests: `Tests/Fixtures`.
public enum Fixtures {
  public static let folder = TestPlaces.checkout.appending(path: "Tests/Fixtures")

  /// The files right in a folder, in order, as `sources/csv/comma.csv`.
  public static func files(_ path: String, _ extensions: [String] = []) -> [String] {
    folder.files(path, extensions)
  }

  public static func data(_ path: String) throws -> Data {
    try Data(contentsOf: folder.appending(path: path))
  }

  public static func text(_ path: String) throws -> String {
    String(decoding: try data(path), as: UTF8.self)
  }
}

extension URL {
  /// The files right in a folder below this one that end in one of `extensions`, or all.
  func files(_ path: String, _ extensions: [String]) -> [String] {
    let names =
      (try? FileManager.default.contentsOfDirectory(atPath: appending(path: path).path)) ?? []
    return names.sorted().filter { name in
      name.contains(".") && (extensions.isEmpty || extensions.contains { name.hasSuffix($0) })
    }.map { "\(path)/\($0)" }
  }
}

extension Data {
  /// The bytes as a literal of Lua.
  public var luaLiteral: String {
    let digits = Array("0123456789".utf8)
    var out: [UInt8] = [34]
    out.reserveCapacity(count * 2)
    for byte in self {
      if byte >= 32, byte < 127, byte != 34, byte != 92 {
        out.append(byte)
      } else {
        out += [92, digits[Int(byte / 100)], digits[Int(byte / 10 % 10)], digits[Int(byte % 10)]]
      }
    }
    return String(decoding: out + [34], as: UTF8.self)
  }
}

extension String {
  public var luaLiteral: String { Data(utf8).luaLiteral }
}
