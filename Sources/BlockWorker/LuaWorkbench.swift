public import WorkerProtocol

extension LuaState {
  /// Makes a state with the modules of a folder, for tests and tools that run without a worker.
  /// - Parameter host: answers what scripts ask the host; without it, to ask is an error.
  public convenience init(
    stdlib folder: String, host: (@Sendable (ChildMessage) -> HostMessage)? = nil
  ) throws(Failure) {
    let sources: [StdlibSource]
    do { sources = try StdlibFolder.sources(in: folder) } catch {
      throw Failure(description: error.description)
    }
    try self.init(
      sources: sources,
      natives: NativeModules.all + HostModules.all(HostChannel(standIn: host)))
  }

  /// Runs a script in this process, without limits: `return require("json").decode("[1]")`.
  ///
  /// - Returns: what the script returned, as JSON text with sorted keys.
  public func run(_ script: String) throws(ScriptFailure) -> String {
    let order = RunOrder(
      script: Array("return function(ctx) \(script)\nend".utf8)[...],
      context: RunOrder.Context(
        params: Array("{}".utf8)[...], now: 0, reason: "manual", block: "test"))
    let result = try run(order, source: Array(script.utf8), mustBeTable: false)
    return String(decoding: result.data, as: UTF8.self)
  }
}
