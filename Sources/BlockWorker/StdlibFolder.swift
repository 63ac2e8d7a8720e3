#if canImport(Glibc)
import Glibc
#endif

/// Reads `LuaStdlib/` without Foundation.
enum StdlibFolder {
  /// All `*.lua` files of the folder, in the order of their names.
  static func sources(in folder: String) throws(LuaState.Failure) -> [StdlibSource] {
    guard let directory = opendir(folder) else {
      throw LuaState.Failure(description: "the folder \(folder) cannot be read")
    }
    defer { closedir(directory) }
    var sources: [StdlibSource] = []
    while let entry = readdir(directory) {
      let file = withUnsafePointer(to: &entry.pointee.d_name) {
        // Safe because d_name ends with NUL within its 256 bytes.
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard file.hasSuffix(".lua") else { continue }
      sources.append(
        StdlibSource(name: String(file.dropLast(4)), text: try read("\(folder)/\(file)")))
    }
    return sources.sorted { $0.name < $1.name }
  }

  static func read(_ path: String) throws(LuaState.Failure) -> [UInt8] {
    guard let file = fopen(path, "re") else {
      throw LuaState.Failure(description: "\(path) cannot be read")
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }
}
