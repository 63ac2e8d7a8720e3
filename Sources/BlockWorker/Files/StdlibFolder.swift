#if canImport(Glibc)
import Glibc
#endif

/// One module's Lua half as it was read from `LuaStdlib/`.
public struct StdlibSource {
  public let name: String
  public let text: [UInt8]

  public init(name: String, text: [UInt8]) {
    self.name = name
    self.text = text
  }
}

/// A file or folder that cannot be read.
struct FileFailure: Error, CustomStringConvertible {
  let path: String

  var description: String { "\(path) cannot be read" }
}

/// Reads `LuaStdlib/` without Foundation.
enum StdlibFolder {
  /// All `*.lua` files of the folder, in the order of their names.
  static func sources(in folder: String) throws(FileFailure) -> [StdlibSource] {
    guard let directory = opendir(folder) else { throw FileFailure(path: "the folder \(folder)") }
    defer { closedir(directory) }
    var sources: [StdlibSource] = []
    while let entry = readdir(directory) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        // Safe because d_name ends with NUL within its 256 bytes.
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard file.hasSuffix(".lua") else { continue }
      sources.append(
        StdlibSource(name: String(file.dropLast(4)), text: try WholeFile.read("\(folder)/\(file)")))
    }
    return sources.sorted { $0.name < $1.name }
  }
}

/// Reads a file at once.
enum WholeFile {
  static func read(_ path: String) throws(FileFailure) -> [UInt8] {
    guard let file = fopen(path, "re") else { throw FileFailure(path: path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }
}
