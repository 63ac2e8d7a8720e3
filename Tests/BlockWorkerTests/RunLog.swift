import Foundation

@testable import BlockWorker

/// A state whose run log is kept: `level: text`, a line each.
final class RunLog {
  private(set) var lines: [String] = []
  private var state: LuaState?

  init() throws {
    let host = NativeModule(
      "host",
      [
        ("ask", { _ in .failure("there is no host to ask") }),
        (
          "note",
          { [unowned self] call in
            lines.append("\(call.string(1) ?? ""): \(call.string(2) ?? "")")
            return .results(0)
          }
        ),
        (
          "last_line",
          { call in
            call.push(0)
            return .results(1)
          }
        ),
      ])
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "LuaStdlib").path
    state = try LuaState(
      sources: try StdlibFolder.sources(in: folder), natives: NativeModules.all + [host])
  }

  /// What a script returns, as JSON.
  func run(_ script: String) throws -> String { try state?.run(script) ?? "" }
}
