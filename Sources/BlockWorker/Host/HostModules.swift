/// The native halves of the stdlib that ask or tell the host something.
enum HostModules {
  static func all(_ channel: HostChannel) -> [NativeModule] {
    [
      HTTPModule(channel: channel).module, StoreModule(channel: channel).module,
      LogModule(channel).module,
      // For the prelude alone: no script can require it.
      NativeModule(
        "host",
        [
          (
            "last_line",
            { call in
              call.push(Int(channel.lastLine))
              return .results(1)
            }
          )
        ]),
    ]
  }
}
