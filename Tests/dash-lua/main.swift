// Runs scripts with the stdlib and without a worker: `dash-lua LUASTDLIB`. Each line of the standard
// input is a script as a JSON text; each line of the answer is `{"value": …}` with what it returned,
// or `{"failure": "…"}`.

import BlockWorker
import Foundation

guard CommandLine.arguments.count == 2 else {
  FileHandle.standardError.write(Data("usage: dash-lua LUASTDLIB < scripts\n".utf8))
  exit(64)
}
let state = try LuaState(stdlib: CommandLine.arguments[1])

/// One line of the answer.
func answer(to line: String, _ state: LuaState) throws -> String {
  let script = try JSONDecoder().decode(String.self, from: Data(line.utf8))
  do {
    return #"{"value":\#(try state.run(script))}"#
  } catch {
    let text = try JSONEncoder().encode("\(error)")
    return #"{"failure":\#(String(decoding: text, as: UTF8.self))}"#
  }
}

while let line = readLine() { print(try answer(to: line, state)) }
