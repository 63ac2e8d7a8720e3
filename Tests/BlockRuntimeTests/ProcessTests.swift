import BlockModel
import BlockRuntime
import Foundation
import Testing

/// What an exploit in the parsers or in Lua would try next, by native code inside of the real sandbox.
@Suite("A worker that was taken over can do nothing", .serialized)
struct ProcessTests {
  let workshop = Workshop(worker: "dash-worker-probe")

  @Test("all layers are on")
  func layers() async throws {
    let report = try await workshop.runner.sandboxReport()
    #expect(report.missing == [])
  }

  @Test(
    "the kernel ends a process that asks for more",
    arguments: [
      "fork", "vfork", "clone3", "exec", "ptrace", "ptrace parent", "socket", "unix socket", "open",
      "openat", "proc", "kill parent", "kill all", "mmap wx", "mprotect wx", "io_uring",
      "userfaultfd", "bpf", "unshare", "mount", "keyctl", "process_vm_readv", "memfd_create",
      "setuid", "raise nofile", "prlimit parent",
    ])
  func killed(attempt: String) async {
    let outcome = await workshop.run("return {require('probe').try('\(attempt)')}")
    #expect(outcome.failure?.kind == .limit)
    #expect(outcome.failure?.message.contains("forbidden") == true, "\(outcome.result)")
    #expect(await workshop.run("return {1}").data == [1])
  }

  @Test(
    "what is not worth a kill is refused",
    arguments: ["tgkill parent", "raise memory", "write descriptors"])
  func refused(attempt: String) async {
    let outcome = await workshop.run("return {(require('probe').try('\(attempt)'))}")
    #expect(outcome.data == [-1])
  }

  @Test(
    "a child that breaks the protocol or ends ends alone",
    arguments: ["garbage", "half a frame", "end", "crash"])
  func broken(attempt: String) async {
    let outcome = await workshop.run("return {require('probe').try('\(attempt)')}", seconds: 1)
    #expect(outcome.failure != nil, "\(outcome.result)")
    #expect(await workshop.run("return {1}").data == [1])
  }

  // Nothing that a child sends or leaves unread may pile up in the host until its time is over.
  @Test(
    "a child that floods the host is ended at once",
    arguments: [
      // Questions whose answers nobody reads: all keys; a large value; to keep a large value.
      "string.pack('<BBs4', 2, 3, '')", "string.pack('<BBs4', 2, 0, 'big')",
      "string.pack('<BBs4s4', 2, 1, 'k', '\"' .. ('x'):rep(250000) .. '\"')",
      // Log lines.
      "string.pack('<BBs4', 3, 0, ('x'):rep(10000))", "string.pack('<BBs4', 3, 0, '')",
    ])
  func flood(message: String) async {
    let outcome = await workshop.run(
      """
      require('store').set('big', ('x'):rep(200000))
      local frame = string.pack('<s4', \(message))
      while true do require('probe').send(frame) end
      """, seconds: 30)
    #expect(
      outcome.failure?.message.hasPrefix(
        "the script's process broke the protocol and was ended: it ")
        == true, "\(outcome.result)")
    #expect(await workshop.run("return {1}").data == [1])
  }

  // The numbers are those of `ChildMessage`: 1 http, 2 store, 3 log, 4 result, 5 failure, 6 limit.
  @Test(
    "a message that no child of ours sends ends its child, and says what is wrong with it",
    arguments: [
      ("''", "a frame of 0 bytes; there are frames of 1…16777216"),
      ("'\\9'", "message has no meaning"),
      ("'true'", "message has no meaning for the byte 116"),
      ("string.pack('<BI4', 1, 501)", "requests is beyond the limit of 500"),
      ("string.pack('<BI4', 1, 500)", "requests is cut off"),
      ("string.pack('<BI4s4', 1, 1, ('x'):rep(33))", "method is beyond the limit of 32"),
      ("string.pack('<BI4s4s4I4BBd', 1, 1, 'GET', 'x', 0, 0, 1, 0/0)", "timeout is out of range"),
      ("string.pack('<BBs4', 2, 0, ('x'):rep(201))", "key is beyond the limit of 200"),
      ("string.pack('<BBs4', 2, 0, '\\xff')", "key is not UTF-8"),
      ("string.pack('<BBs4B', 2, 0, 'k', 0)", "1 bytes follow the last field"),
      ("string.pack('<BBs4s4Bd', 2, 4, 's', '1', 1, 1e300)", "time is out of range"),
      ("string.pack('<BBs4', 3, 7, 'x')", "choice has no meaning for the byte 7"),
      ("string.pack('<BBI8I8I8', 6, 9, 1, 1, 1)", "choice has no meaning for the byte 9"),
      ("string.pack('<BBI8I8I8', 6, 1, 1 << 40, 1, 1)", "line is beyond the limit"),
      ("string.pack('<BBi8I8I8', 6, 1, -1, 1, 1)", "line is beyond the limit"),
      // Results that our worker would have refused.
      ("result(('1'):rep(1024 * 1024 + 1))", "data is beyond the limit of 1048576"),
      ("result('')", "its data are not JSON"), ("result('[1,]')", "its data are not JSON"),
      ("result('\"\\xff\"')", "its data are not JSON"),
      ("result(('['):rep(17) .. (']'):rep(17))", "its data are nested deeper than 16 levels"),
      ("result(('{\"a\":'):rep(17) .. '1' .. ('}'):rep(17))", "nested deeper than 16 levels"),
      ("result(('['):rep(3000))", "its data are not JSON"),
      ("result('[1' .. (',1'):rep(199999) .. ']')", "its data have more than 200000 values"),
    ])
  func hostile(message: String, words: String) async {
    let outcome = await workshop.run(
      """
      local function result(data) return string.pack('<Bs4I4I8I8', 4, data, 0, 0, 0) end
      require('probe').send(string.pack('<s4', \(message)))
      while true do end
      """, seconds: 30)
    #expect(outcome.failure?.kind == .limit)
    let message = outcome.failure?.message ?? ""
    #expect(
      message.hasPrefix("the script's process broke the protocol and was ended: "), "\(message)")
    #expect(message.contains(words), "\(message)")
    #expect(await workshop.run("return {1}").data == [1])
  }

  @Test(
    "data as large as they may be are taken",
    arguments: ["'[1' .. (',1'):rep(199998) .. ']'", "('['):rep(16) .. (']'):rep(16)"])
  func bounds(data: String) async {
    let outcome = await workshop.run(
      """
      require('probe').send(string.pack('<s4', string.pack('<Bs4I4I8I8', 4, \(data), 0, 0, 0)))
      while true do end
      """, seconds: 30)
    #expect(outcome.data != nil, "\(outcome.result)")
  }

  @Test("a failure of Dash itself is not the child's to tell", arguments: ["host", "nonsense", ""])
  func kinds(kind: String) async {
    let outcome = await workshop.run(
      """
      local failure = string.pack('<Bs4s4BI4BI8I8', 5, '\(kind)', 'words', 0, 0, 0, 0, 0)
      require('probe').send(string.pack('<s4', failure))
      while true do end
      """, seconds: 30)
    #expect(outcome.failure?.kind == .scriptError)
    #expect(outcome.failure?.message == "words")
  }

  @Test("500 runs at once all end well")
  func crowd() async {
    let workshop = Workshop(maximumRuns: 500)
    await withTaskGroup(of: (Int64, RunOutcome).self) { group in
      for number in Int64(1)...500 {
        group.addTask { (number, await workshop.run("return {\(number)}", seconds: 60)) }
      }
      for await (number, outcome) in group {
        #expect(outcome.data == [.integer(number)], "\(outcome.result)")
      }
    }
    await workshop.runner.shutdown()
  }

  @Test("runs beyond the maximum wait in line")
  func line() async {
    let workshop = Workshop(maximumRuns: 2)
    let data = await withTaskGroup(of: JSONValue?.self) { group in
      for number in 1...20 { group.addTask { await workshop.run("return {\(number)}").data } }
      return await group.reduce(into: []) { $0.append($1?[0]?.integer) }
    }
    #expect(data.count == 20 && !data.contains(nil))
  }

  @Test("a zygote that is killed is replaced, and its runs are told")
  func zygoteKilled() async throws {
    let others = Set(zygotes())
    #expect(await workshop.run("return {1}").data == [1])
    let zygote = try #require(zygotes().first { !others.contains($0) })
    async let victim = workshop.run(
      "require('store').get('here') while true do end", seconds: 60)
    await workshop.storage.isAsked(for: "here")
    kill(zygote, SIGKILL)
    let outcome = await victim
    #expect(outcome.failure?.kind == .host, "\(outcome.result)")
    #expect(await workshop.run("return {2}").data == [2])
  }

  // A stopped child reads nothing, says nothing and hears no alarm: only the host can end it.
  @Test(
    "a child that is killed or stops reading in the middle of a question ends alone",
    .timeLimit(.minutes(1)), arguments: [SIGKILL, SIGSTOP])
  func taken(signal: Int32) async throws {
    let server = try SilentServer()
    let permissions = Permissions(privateHosts: [HostPort(host: "127.0.0.1", port: server.port)])
    let others = Set(zygotes())
    #expect(await workshop.run("return {1}").data == [1])
    let zygote = try #require(zygotes().first { !others.contains($0) })
    let port = server.port
    async let victim = workshop.run(
      "require('store').get('here') return require('http').get('http://127.0.0.1:\(port)/')",
      seconds: 2, permissions: permissions)
    await workshop.storage.isAsked(for: "here")
    // Which of the children runs is not known: those that wait are taken too, and replaced, or
    // stopped until the one that runs was ended.
    let children = { Self.processes().filter { $0.parent == zygote } }
    for child in children() { kill(child.pid, signal) }
    let outcome = await victim
    for child in children() { kill(child.pid, SIGCONT) }
    #expect(outcome.failure?.kind == (signal == SIGKILL ? .host : .limit), "\(outcome.result)")
    #expect(await workshop.run("return {2}", seconds: 10).data == [2])
    await workshop.runner.shutdown()
  }

  @Test("no descriptor and no process is left behind")
  func leaks() async throws {
    for _ in 0..<3 { _ = await workshop.run("return {1}") }
    let descriptors = try Self.descriptors()
    let hostile = [
      "while true do end", "error('x')", "return {require('probe').try('fork')}", "return {1}",
    ]
    for _ in 0..<3 {
      for script in hostile { _ = await workshop.run(script, seconds: 1) }
    }
    for _ in 0..<90 { _ = await workshop.run("return {1}") }
    // Other suites have descriptors open in this process too; a leak shows as growth with every run.
    #expect(try Self.descriptors() < descriptors + 50)
    await workshop.runner.shutdown()
  }

  @Test("ending the runner ends every process")
  func shutdown() async throws {
    let workshop = Workshop(worker: "dash-worker-probe", poolSize: 3)
    let others = Set(zygotes())
    _ = await workshop.run("return {1}")
    let mine = try #require(zygotes().first { !others.contains($0) })
    #expect(Self.processes().contains { $0.parent == mine })
    await workshop.runner.shutdown()
    #expect(await workshop.run("return {1}").failure?.kind == .host)
    #expect(!zygotes().contains(mine))
    #expect(!Self.processes().contains { $0.parent == mine })
  }

  struct Process {
    var pid: pid_t
    var parent: pid_t
    var name: String
  }

  /// The zygotes of this suite: the kernel keeps 15 bytes of a name.
  private func zygotes() -> [pid_t] {
    Self.processes().filter { $0.parent == getpid() && $0.name == "dash-worker-pro" }.map(\.pid)
  }

  static func descriptors() throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
  }

  static func processes() -> [Process] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let pid = pid_t(name),
        let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
        let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")")
      else { return nil }
      let rest = stat[close...].split(separator: " ")
      guard rest.count > 2, let parent = pid_t(rest[2]) else { return nil }
      return Process(pid: pid, parent: parent, name: String(stat[stat.index(after: open)..<close]))
    }
  }
}
