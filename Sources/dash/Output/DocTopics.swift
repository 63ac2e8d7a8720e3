import BlockModel
import BlockUI

/// What a file of a block may say, beside the stdlib: topics of `dash docs`.
enum DocTopics {
  struct Topic: Sendable {
    var name: String
    var summary: String
    var text: @Sendable () -> String
  }

  static let all = [
    Topic(
      name: "ui", summary: "The components of block.ui.json; dash docs ui table is one", text: ui),
    Topic(name: "block", summary: "Every member of block.json", text: block),
    Topic(
      name: "schedule", summary: "When a block runs",
      text: { members(of: "schedule") + "\n" + schedule }),
    Topic(
      name: "permissions", summary: "What a block may reach, and who allows it",
      text: { members(of: "permissions") + "\n" + permissions }),
    Topic(
      name: "secrets", summary: "Keys of sources: how a block asks for one and sends it",
      text: { secrets }),
    Topic(
      name: "actions", summary: "Buttons, checkboxes and forms that a script answers",
      text: { actions }),
    Topic(
      name: "webhooks", summary: "Addresses to which other programs send a block something",
      text: { webhooks }),
    Topic(
      name: "files", summary: "The files of a block, and the way from a folder to the page",
      text: { files }),
  ]

  /// One component: what it takes, and an example.
  static func component(_ name: String) -> String? {
    guard let entry = Catalogue.reference().first(where: { $0.component.rawValue == name }) else {
      return nil
    }
    let width = entry.properties.map(\.name.count).max() ?? 0
    let rows = entry.properties.map { property in
      let name = property.name.padding(toLength: width, withPad: " ", startingAt: 0)
      let remark =
        (property.isRequired ? "  required" : "") + (property.isPerRow ? "  per row" : "")
      return "  \(name)  \(property.kind)\(remark)"
    }
    var text = "\(name): \(entry.note)\n\n" + rows.joined(separator: "\n") + "\n"
    if let example = Catalogue.example(of: entry.component) {
      text += "\ne.g. \(example.json())\n"
    }
    return text
  }

  static var componentNames: [String] {
    Catalogue.reference().map { $0.component.rawValue }
  }

  private static func ui() -> String {
    let entries = Catalogue.reference()
    let width = entries.map(\.component.rawValue.count).max() ?? 0
    let lines = entries.map { entry in
      Terminal.wrapped(
        entry.component.rawValue.padding(toLength: width + 2, withPad: "\u{A0}", startingAt: 0)
          + entry.note)
    }
    return """
      block.ui.json is {"ui": 1, "title": …, "body": [components]}. What a script returns is shown by
      ${path}, with formats: ${price | currency:EUR}. `dash docs ui NAME` tells one component,
      `dash schema ui` is for editors, /gallery of the dashboard shows them all.

      \(lines.joined(separator: "\n").replacing("\u{A0}", with: " "))

      """
  }

  private static func block() -> String {
    Manifest.reference.map(line).joined(separator: "\n") + "\n"
  }

  private static func members(of section: String) -> String {
    Manifest.reference.filter { $0.path == section || $0.path.hasPrefix(section + ".") }
      .map(line).joined(separator: "\n") + "\n"
  }

  private static func line(_ member: Manifest.MemberReference) -> String {
    let standard = member.standard.map { " Default: \($0.json())." } ?? ""
    let required = member.isRequired ? " Required." : ""
    return member.path + "\n"
      + Terminal.wrapped("\(member.value). \(member.summary)\(required)\(standard)", indent: "    ")
  }

  private static let schedule = """
    {"every": "10m"}                                   30s, 10m, 2h, 1d
    {"cron": "0 7 * * 1-5", "zone": "Europe/Berlin"}   minute, hour, day, month, weekday
    "manual"                                           only when asked

    """

  private static let permissions = """
    block.json asks, people grant. A public host that somebody types is allowed by being typed; a place
    on one's own network, a key and a certificate are asked for by a click, `dash allow ID WHAT`, or
    --grant for a folder. `dash permissions ID` lists what was allowed, `dash revoke ID WHAT` takes it back.

    """

  private static let secrets = """
    block.json names a key and where it may be sent:

        "permissions": {"secrets": [{"name": "MY_KEY", "origins": ["https://api.example.org"]}]}

    block.lua writes a placeholder into a header or the query; the host fills it in on the way out, only
    towards these origins, and no script, log or recording ever holds the value:

        http.get(url, { headers = { Authorization = "Bearer {{secret:MY_KEY}}" } })

    The value is given once, on the card or here:

        printf %s "$TOKEN" | dash secret set MY_KEY ID
        dash run-block FOLDER --secret MY_KEY      a folder uses a key only when it is told to

    """

  private static let actions = """
    A button, checkbox or form names an action, with arguments:

        {"type": "button", "text": "Done", "action": "done", "args": {"id": "${item.id}"}}

    The script ends with a table instead of a function. When on_action returns no data, run follows:

        return {
          run = function(ctx) … return { tasks = tasks } end,
          on_action = function(name, args, ctx)
            if name == "done" then … end
          end,
        }

    `dash run-block FOLDER --action done --args '{"id": 3}'` tries it.

    """

  private static let webhooks = """
    A block can have one address, which is its secret: it is told once, and kept as a hash.

        dash webhook new ID                        prints /hooks/hook_…, below the dashboard's address
        curl http://127.0.0.1:8080/hooks/hook_… --json '{"who": "Ada"}'

    The block runs as soon as something comes, and reads what came:

        for _, message in ipairs(store.received()) do
          log.info(message.at, message.type, message.body.who)
        end

    `body` is JSON as data, a form as a table of texts, another text as a text. A message has at most \(ByteSize.limit(WebhookMessage.maximumBytes)),
    a block takes \(Webhook.maximumPerMinute) a minute, and the last \(Webhook.maximumKept) are kept. A block that should only run then has
    "schedule": "manual". `dash webhook rm ID` removes the address.

    """

  private static let files = """
    block.json       what the block is and what it may reach      dash docs block
    block.lua        fetches and computes; returns plain data     dash docs, dash docs http.get
    block.ui.json    shows what the script returned               dash docs ui
    block_test.lua   runs the block and looks at the outcome      dash test --help

        dash new mine               a folder that already runs
        dash dev mine               checks, runs and draws it at each save
        dash check mine --fix       everything that is wrong, at once
        dash fmt mine               indents the script and lays out the JSON
        dash run-block mine --record mine/cassette
        dash test mine

    """
}
