// The worker: `dash-worker STDLIB-FOLDER`, with the control socket as descriptor 3.
// Started by the host; of no use by hand.

import BlockWorker

#if canImport(Glibc)
import Glibc
#endif

/// Says why on stderr and ends. `stderr` itself is a mutable global, which Swift 6 refuses.
func stop(_ message: String, status: Int32) -> Never {
  var line = "dash-worker: \(message)\n"
  // Safe because write(2) reads at most the count it is given before it returns.
  _ = line.withUTF8 { write(2, $0.baseAddress, $0.count) }
  exit(status)
}

guard CommandLine.arguments.count == 2 else {
  stop("this program is started by dash; run `dash serve` instead", status: 64)
}
do {
  var zygote = try Zygote(control: 3, stdlib: CommandLine.arguments[1])
  zygote.serve()
} catch {
  stop("\(error)", status: 70)
}
