// The worker with one more native module, `probe`, that tries what an exploit would try.

import BlockWorker
import CWorkerProbe
import Glibc

let probe = NativeModule(
  "probe",
  [
    (
      "try",
      { call in
        guard let attempt = call.string(1) else { return .failure("probe.try: a name is needed") }
        let result = dash_probe(attempt)
        call.push(result)
        call.push(result < 0 ? Int(errno) : 0)
        return .results(2)
      }
    ),
    // Writes bytes to the host as they are.
    (
      "send",
      { call in
        guard let bytes = call.bytes(1) else { return .failure("probe.send: bytes are needed") }
        var sent = 0
        while sent < bytes.count {
          let count = write(3, bytes.baseAddress.map { $0 + sent }, bytes.count - sent)
          guard count > 0 else { return .failure("probe.send: the host is gone") }
          sent += count
        }
        return .results(0)
      }
    ),
  ])

guard CommandLine.arguments.count == 2 else { exit(64) }
do {
  var zygote = try Zygote(control: 3, stdlib: CommandLine.arguments[1], extra: [probe])
  zygote.serve()
} catch {
  exit(70)
}
