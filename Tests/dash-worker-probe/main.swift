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
    )
  ])

guard CommandLine.arguments.count == 2 else { exit(64) }
do {
  var zygote = try Zygote(control: 3, stdlib: CommandLine.arguments[1], extra: [probe])
  zygote.serve()
} catch {
  exit(70)
}
