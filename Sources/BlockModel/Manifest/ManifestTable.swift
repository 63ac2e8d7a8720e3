import OrderedCollections

/// Every member of `block.json`: the reader, the JSON Schema and the reference are made from it.
enum ManifestTable {
  static let root = ObjectShape(
    members: [
      Member("$schema", .text(0...500), "For editors: where the JSON Schema is."),
      Member(
        "name", .text(1...80), "Shown on the card when the spec has no title.", isRequired: true),
      Member("prompt", .text(0...4000), "What was asked for, in the words of the person."),
      Member(
        "schedule", .either([.word(["manual"]), .object(schedule)]),
        "When the block refreshes: at an interval, at set times, or \"manual\" for only when asked.",
        standard: ["every": "10m"]),
      Member(
        "params", .list(.object(param), count: 0...12, key: "name"),
        "Settings of the block, read as `ctx.params.NAME` by the script and `${params.NAME}` by the spec."
      ),
      Member("permissions", .object(permissions), "What the block asks to reach."),
      Member("limits", .object(limits), "What one run may use."),
      Member(
        "contract", .list(.object(rule), count: 0...60),
        "What must be true of the data, one rule an entry."),
      Member(
        "query", .object(query),
        "What script and spec were compiled from, in a block that no model wrote; Dash keeps it."),
      Member(
        "alerts", .list(.object(alert), count: 0...20, key: "name"),
        "When the person is told something."),
      Member(
        "locale", .form(.locale),
        "The language of words, numbers and dates on the card (BCP 47); else the person's own."),
      Member("keep", .object(keep), "How much history the block keeps."),
    ], example: #"{"name": "…"}"#)

  static let schedule = ObjectShape(
    members: [
      Member("every", .form(.pace), "The time between two runs: 30s, 10m, 2h, 1d (10s…31d)."),
      Member(
        "cron", .form(.cron),
        "Minute, hour, day of month, month, day of week; `CRON_TZ=Europe/Berlin` may come before them."
      ),
      Member("zone", .form(.zone), "The time zone of `cron`; else the person's own."),
    ], example: #"{"every": "10m"} or {"cron": "0 7 * * *"}"#,
    rules: { reading in
      let spelled = reading["cron"]?.string.map(CronText.init)
      if reading["every"] != nil, spelled != nil {
        reading.refuse("cron", "\"every\" and \"cron\" cannot be used together; keep one")
      }
      if reading["zone"] != nil, reading["cron"] == nil {
        reading.refuse("zone", "a time zone is for \"cron\"; leave it out")
      } else if reading["zone"] != nil, spelled?.zone != nil {
        reading.refuse("zone", "the time zone is in \"cron\" already; keep one")
      }
      if reading["every"] == nil, reading["cron"] == nil {
        reading.lacks(#"write {"every": "10m"}, {"cron": "0 7 * * *"} or "manual""#)
      }
    })

  static let permissions = ObjectShape(
    members: [
      Member(
        "hosts", .list(.form(.host), count: 0...100),
        "Public hosts that may be asked; `*.example.org` is one level below.", standard: []),
      Member(
        "methods", .list(.form(.method), count: 0...6), "HTTP methods that may be used.",
        standard: ["GET", "HEAD"]),
      Member(
        "browser", .flag, "Whether pages may be rendered by a headless browser.", standard: false),
      Member(
        "private_hosts", .list(.form(.place), count: 0...50),
        "Places on one's own network; each is asked for by a click or `--grant`."),
      Member(
        "pictures", .list(.form(.host), count: 0...100),
        "Hosts that pictures on the card may come from."),
      Member(
        "secrets", .list(.object(secret), count: 0...20, key: "name"),
        "Secrets that the host fills in for `{{secret:NAME}}` in a header or query."),
    ], example: #"{"hosts": ["api.example.org"]}"#)

  static let secret = ObjectShape(
    members: [
      Member("name", .form(.secretName), "As in `{{secret:NAME}}`.", isRequired: true),
      Member(
        "origins", .list(.form(.origin), count: 1...20),
        "Scheme, host and port the secret may be sent to."),
      Member(
        "hosts", .list(.form(.host), count: 1...20),
        "An older way to write `origins`: https on port 443 of each, and its `private_hosts`."),
    ], example: #"{"name": "KEY", "origins": ["https://api.example.org"]}"#,
    rules: { reading in
      if reading["origins"] == nil, reading["hosts"] == nil {
        reading.lacks(
          #"say where the secret may be sent: "origins": ["https://api.example.org"]"#)
      }
    })

  static let limits = ObjectShape(
    members: [
      Member(
        "seconds", .integer(1...300), "Wall-clock seconds until a run is ended.", standard: 30),
      Member("memory_mib", .integer(8...512), "Mebibytes of memory.", standard: 128),
      Member("requests", .integer(0...500), "HTTP requests in one run.", standard: 100),
    ], example: #"{"seconds": 30}"#)

  static let keep = ObjectShape(
    members: [
      Member(
        "runs", .integer(1...10_000), "Runs kept with their log and exchanges.", standard: 200),
      Member(
        "recordings", .integer(0...50),
        "Recorded answers of sources kept to test changes on; 0 keeps none.", standard: 5),
      Member(
        "results", .integer(0...3650), "Days for which past results are kept.", standard: 30),
    ], example: #"{"runs": 200}"#)

  static let alert = ObjectShape(
    members: [
      Member("name", .text(1...60), "Unique within the block.", isRequired: true),
      Member(
        "when", .text(1...500), "A condition over the data, as in `block.ui.json`.",
        isRequired: true),
      Member(
        "each", .form(.path), "A list of the data: `when` and `say` are about each row, as `item`."),
      Member("say", .text(1...500), "What is told, with bindings like `${price}`; else the name."),
      Member(
        "again_after", .form(.distance(60...Schedule.allowedSeconds.upperBound)),
        "The least time until it is told again.", standard: "1d"),
    ], example: #"{"name": "Price is high", "when": "price > 100"}"#)
}
