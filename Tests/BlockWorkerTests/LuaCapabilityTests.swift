import BlockWorker
import Testing
import WorkerProtocol

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
      (
        "http.get('https://a.test', {browser = 1})",
        "http.get: browser must be true or a table"
      ),
      (
        "http.get('https://a.test', {browser = {wait = '.a'}})",
        "http.get: browser: there is no option 'wait'"
      ),
      (
        "http.get('https://a.test', {browser = {wait_for = ''}})",
        "http.get: wait_for must be a CSS selector"
      ),
      (
        "http.get('https://a.test', {browser = {timeout = 61}})",
        "http.get: timeout must be 1…60 seconds"
      ),
      (
        "http.get('https://a.test', {browser = {steps = {{'hover', '#a'}}}})",
        "http.get: step 1 of browser must be"
      ),
      (
        "http.get('https://a.test', {browser = {steps = {{'click', '#a'}, {'fill', '#a'}}}})",
        "http.get: step 2 of browser: after \"fill\" comes a text"
      ),
      (
        "(function() local s = {} for i = 1, 21 do s[i] = {'press', 'a'} end http.get('https://a.test', {browser = {steps = s}}) end)()",
        "http.get: at most 20 steps"
      ),
      (
        "http.post('https://a.test', {browser = true})",
        "http.post: a browser visits an address by GET"
      ),
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
        "http.get: headers must be a table of texts by name, got 1 = \"x\""
      ),
      (
        "http.all('https://a.test')",
        "http.all: a list of addresses is needed, got \"https://a.test\""
      ),
      ("http.all({5})", "http.all: request 1 must be an address or a table, got 5"),
      ("http.request('x')", "http.request: a table { method = …, url = … } is needed"),
      ("http.all({a = 'https://a.test'})", "http.all: a list of addresses is needed, got a table"),
      ("http.request({metod = 'GET'})", "http.request: there is no option 'metod'"),
      ("http.request({method = {}})", "http.request: method must be a text like GET, got a table"),
      (
        "http.get('https://a.test', {query = {a = {b = 1}}})",
        "http.get: query.a must be a text, a number, a boolean or a list of them"
      ),
      ("http.post('https://a.test', {json = {b = print}})", "http.post: json: b is a function"),
      ("http.fetch('x')", "http.fetch does not exist; http has: all, delete, get, head"),
      ("store.get(5)", "store.get: key must be a text of 1…200 bytes, got number"),
      ("store.set('', 1)", "store.set: key must be a text of 1…200 bytes, got 0 bytes"),
      ("store.append('a')", "store.append: value must not be nil"),
      ("store.append('a', 1, 'now')", "store.append: at must be Unix seconds, got \"now\""),
      (
        "store.append('a', 1, 1764000000000)",
        "store.append: at must be Unix seconds, got 1764000000000, which looks like milliseconds"
      ),
      ("store.append('a', 1, 0/0)", "store.append: at must be Unix seconds, got NaN"),
      ("store.append('a', 1/0)", "store.append: value must be a number that JSON has, got inf"),
      ("store.set('a', {b = {c = print}})", "store.set: b.c is a function"),
      (
        "store.set('a', ('x'):rep(300 * 1024))",
        "store.set: the value has 300 KiB as JSON, and at most 256 KiB are kept"
      ),
      (
        "store.range('a', {every = '1x'})",
        "store.range: options.every must be whole seconds, a text like \"15m\", \"24h\", \"7d\", or \"day\", \"week\", \"month\", got \"1x\""
      ),
      (
        "store.range('a', {every = '1d', zone = 'Europe/Berlin'})",
        "store.range: options.zone needs options.every to be \"day\", \"week\" or \"month\", got \"1d\""
      ),
      (
        "store.range('a', {zone = 'Europe/Berlin'})",
        "store.range: options.zone needs options.every"
      ),
      (
        "store.range('a', {every = 'day', zone = 'Europe/Atlantis'})",
        "store.range: options.zone must be a zone such as \"Europe/Berlin\", got \"Europe/Atlantis\""
      ),
      (
        "store.range('a', {every = 'day', zone = 7})", "store.range: options.zone must be a zone"
      ),
      ("store.range('a', {every = 0.5})", "store.range: options.every must be whole seconds"),
      ("store.range('a', {every = '0s'})", "store.range: options.every must be whole seconds"),
      (
        "store.range('a', {evry = '1h'})", "store.range: there is no option 'evry'; there are since"
      ),
      (
        "store.range('a', {last = 1.5})",
        "store.range: options.last must be a whole number of points, got 1.5"
      ),
      ("store.range('a', {last = 0/0})", "store.range: options.last must be a whole number"),
      ("store.range('a', {agg = 'mean'})", "store.range: options.agg must be one of avg, min, max"),
      ("store.range('a', {agg = 'max'})", "store.range: options.agg needs options.every"),
      ("store.range('a', {since = {}})", "store.range: options.since must be Unix seconds"),
      ("store.range('a', {since = 'monday'})", "store.range: options.since must be Unix seconds"),
    ])
  func mistakes(call: String, message: String) throws {
    let script = "local http, store = require 'http', require 'store'\nlocal x = \(call)"
    let failure = #expect(throws: ScriptFailure.self) { try luaState().run(script) }
    #expect(failure?.place == "block.lua:2")
    #expect(failure?.message.hasPrefix(message) == true, "\(failure?.message ?? "")")
  }
}
