import Foundation

/// Where the parts of an installation are.
///
/// An installed Dash is `bin/dash`, `libexec/dash-worker`, `share/dash/…`; a checkout has the
/// executables in `.build` and the rest at its top.
struct Places {
  /// Holds `LuaStdlib`, `Prompts` and `WebAssets`.
  let share: URL
  let worker: URL

  init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(CommandFailure) {
    let executable = Self.executable()
    let bin = executable.deletingLastPathComponent()
    let besides = [
      environment["DASH_SHARE"].map { URL(filePath: $0, directoryHint: .isDirectory) },
      bin.deletingLastPathComponent().appending(path: "share/dash"),
    ].compactMap(\.self)
    let candidates = besides + Self.parents(of: bin) + Self.parents(of: Self.workingFolder())
    guard let share = candidates.first(where: Self.isShare) else {
      throw CommandFailure(
        .host,
        "The folder with LuaStdlib, Prompts and WebAssets is not beside \(executable.path); set DASH_SHARE to it."
      )
    }
    self.share = share
    let workers = [
      environment["DASH_WORKER"].map { URL(filePath: $0) },
      bin.appending(path: "dash-worker"),
      bin.deletingLastPathComponent().appending(path: "libexec/dash-worker"),
    ].compactMap(\.self)
    guard
      let worker = workers.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else {
      throw CommandFailure(
        .host,
        "The worker is not beside \(executable.path); build it with `make release`, or set DASH_WORKER to it."
      )
    }
    self.worker = worker
  }

  var stdlib: URL { share.appending(path: "LuaStdlib", directoryHint: .isDirectory) }
  var words: URL { share.appending(path: "Prompts/words", directoryHint: .isDirectory) }
  var recipes: URL { share.appending(path: "Prompts/recipes", directoryHint: .isDirectory) }

  /// The data folder of a command: `--data`, `$DASH_DATA`, or `~/.local/share/dash` as the XDG base
  /// directory specification says.
  static func data(
    _ option: String?, environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> URL {
    func folder(_ path: String) -> URL {
      URL(filePath: path, directoryHint: .isDirectory).standardizedFileURL
    }
    if let option { return folder(option) }
    if let path = environment["DASH_DATA"], !path.isEmpty { return folder(path) }
    let home =
      environment["HOME"].map(folder) ?? FileManager.default.homeDirectoryForCurrentUser
    let share =
      environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? folder($0) : nil }
      ?? home.appending(path: ".local/share", directoryHint: .isDirectory)
    return share.appending(path: "dash", directoryHint: .isDirectory)
  }

  private static func executable() -> URL {
    let link = "/proc/self/exe"
    let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: link))
    return URL(filePath: path ?? CommandLine.arguments[0]).standardizedFileURL
  }

  private static func workingFolder() -> URL {
    URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
  }

  private static func parents(of folder: URL) -> [URL] {
    var parents: [URL] = []
    var place = folder.standardizedFileURL
    while place.path != "/", parents.count < 12 {
      parents.append(place)
      place.deleteLastPathComponent()
    }
    return parents
  }

  private static func isShare(_ folder: URL) -> Bool {
    ["LuaStdlib/prelude.lua", "WebAssets/css/tokens.css"].allSatisfy {
      FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
    }
  }
}
