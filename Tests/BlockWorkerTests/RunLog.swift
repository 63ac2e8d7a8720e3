import TestSupport

@testable import BlockWorker

/// A state whose run log is kept: `level: text`, a line each.
final class RunLog {
  private(set) var lines: [String] = []
  private var state: LuaState?

  init() throws {
    let log = NativeModule(
      "log",
      [
        (
          "note",
          { [unowned self] call in
            lines.append("\(call.string(1) ?? ""): \(call.string(2) ?? "")")
            return .results(0)
          }
        )
      ])
    let folder = TestPlaces.checkout.appending(path: "LuaStdlib").path
    let host = HostModules.all(HostChannel()).filter { $0.name != log.name }
    state = try LuaState(
      sources: StdlibFolder.sources(in: folder), natives: NativeModules.all + host + [log])
  }

  /// What a script returns, as JSON.
  func run(_ script: String) throws -> String { try state?.run(script) ?? "" }
}
