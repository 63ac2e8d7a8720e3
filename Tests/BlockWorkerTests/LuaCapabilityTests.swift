import BlockWorker
import Testing

@Suite("The capability modules check their arguments")
struct LuaCapabilityTests {
  @Test(
    "a wrong argument is named",
    arguments: [
      ("http.get()", "http.get: url must be a text like https://example.org/data.json, got nil"),
      (
        "http.get('https://a.test', {timeout = '10'})",
        "http.get: timeout must be 1…60 seconds, got \"10\""
      ),
      ("http.get('https://a.test', {browser = true})", "http.get: no browser renders pages here"),
      (
        "http.get('https://a.test', {timeout = 61})",
        "http.get: timeout must be 1…60 seconds, got 61"
      ),
      (
        "http.post('https://a.test', {ttl = -1})",
        "http.post: ttl must be 0…2678400 seconds, got -1"
      ),
      ("http.get('https://a.test', 5)", "http.get: options must be a table, got 5"),
      ("http.get('https://a.test', {header = {}})", "http.get: there is no option 'header'"),
      (
        "http.get('https://a.test', {query = 'a=1'})",
        "http.get: query must be a table, got \"a=1\""
      ),
      (
        "http.post('https://a.test', {json = {}, body = 'x'})",
        "http.post: only one of json, form and body can be given"
      ),
      (
        "http.get('https://a.test', {headers = {'x'}})",
        "http.get: headers must be texts by name, got 1 = \"x\""
      ),
      (
        "http.all('https://a.test')",
        "http.all: a list of addresses is needed, got \"https://a.test\""
      ),
      ("http.all({5})", "http.all: request 1 must be an address or a table, got 5"),
      ("http.request('x')", "http.request: a table { method = …, url = … } is needed"),
      ("http.fetch('x')", "http.fetch does not exist; http has: all, delete, get, head"),
      ("store.get(5)", "store.get: key must be a text of 1…200 bytes, got number"),
      ("store.set('', 1)", "store.set: key must be a text of 1…200 bytes, got 0 bytes"),
      ("store.append('a')", "store.append: value must not be nil"),
      ("store.append('a', 1, 'now')", "store.append: at must be Unix seconds, got now"),
      (
        "store.range('a', {every = '1x'})",
        "store.range: every must be seconds or a text like \"15m\", \"24h\", \"7d\", got 1x"
      ),
      ("store.range('a', {agg = 'mean'})", "store.range: agg must be one of avg, min, max"),
      ("store.range('a', {since = {}})", "store.range: since must be Unix seconds"),
    ])
  func mistakes(call: String, message: String) throws {
    let script = "local http, store = require 'http', require 'store'\nlocal x = \(call)"
    let failure = #expect(throws: ScriptFailure.self) { try luaState().run(script) }
    #expect(failure?.place == "block.lua:2")
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
  }
}
