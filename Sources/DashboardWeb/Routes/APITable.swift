import BlockModel
import Hummingbird

/// Everything below `/api/v1`.
struct APITable: Sendable {
  static let root = "/api/v1"

  let api: APIRoutes
  let blocks: BlockRoutes
  let chat: ChatRoutes
  let layout: LayoutRoutes
  let sections: SectionRoutes
  let shell: ShellRoutes
  let proposals: ProposalRoutes
  let notices: NoticeRoutes
  let preferences: PreferenceRoutes
  let past: PastRoutes
  let series: SeriesRoutes
  let packages: PackageRoutes
  let hooks: HookRoutes

  private typealias Field = APIOperation.Field

  private static let files: [Field] = [
    .required("manifest", "The text of block.json."), .required("script", "The text of block.lua."),
    .required("spec", "The text of block.ui.json."),
  ]
  private static let what: [Field] = [
    .required("what", "What is allowed, as `dash permissions ID` lists it: `host api.example.org`.")
  ]

  var operations: [APIOperation] { looking + running + writing + living + arranging + agents }

  /// How far a token must go for a request; `nil` where none is enough.
  func scope(of method: HTTPRequest.Method, _ path: String) -> AgentScope? {
    if path == "/mcp" { return .read }
    guard path.hasPrefix(Self.root + "/") else { return nil }
    let address = path.dropFirst(Self.root.count + 1)
    return operations.first { $0.method == method && $0.matches(address) }?.scope
  }

  // MARK: Looking

  private var looking: [APIOperation] {
    [
      APIOperation(
        method: .get, path: "openapi.json", id: "document", about: "This document.", scope: .read,
        answer: "An OpenAPI 3.1 document.", handler: { _, _ in .json(document) }),
      APIOperation(
        method: .get, path: "snapshot", id: "snapshot",
        about: "What the dashboard shows now: every card as text and data.", scope: .read,
        answer: "`blocks`, each with `id`, `state`, `says`, `text`, `data`, `data_at`.",
        handler: api.snapshot),
      APIOperation(
        method: .get, path: "blocks", id: "listBlocks",
        about: "All blocks, in the order of the page.",
        scope: .read, answer: "`blocks`.", handler: api.blocks),
      APIOperation(
        method: .get, path: "blocks/:id", id: "readBlock", about: "One block.", scope: .read,
        answer: "The block.", handler: api.block),
      APIOperation(
        method: .get, path: "blocks/:id/data", id: "readData",
        about: "The last good data, as the script returned it.", scope: .read,
        answer: "`data` and `at`.", handler: api.data),
      APIOperation(
        method: .get, path: "blocks/:id/files", id: "readFiles",
        about: "The three files of the live version, or of another.", scope: .read,
        query: [.optional("version", "A version.", type: "integer")],
        answer: "`version`, `manifest`, `script`, `spec`.", handler: api.files),
      APIOperation(
        method: .get, path: "blocks/:id/versions", id: "listVersions",
        about: "All versions, the newest first.", scope: .read, answer: "`versions`.",
        handler: api.versions),
      APIOperation(
        method: .get, path: "blocks/:id/runs", id: "listRuns", about: "The last runs.",
        scope: .read,
        query: [.optional("limit", "1 to 200; 20 when absent.", type: "integer")],
        answer: "`runs`, the newest first.", handler: api.runs),
      APIOperation(
        method: .get, path: "blocks/:id/actions", id: "listActions",
        about: "Who did what to the block.", scope: .read,
        query: [.optional("limit", "1 to 200; 20 when absent.", type: "integer")],
        answer: "`actions`, the newest first.", handler: api.actions),
      APIOperation(
        method: .get, path: "blocks/:id/permissions", id: "readPermissions",
        about: "What the block may do, and what it asks for.", scope: .read,
        answer: "`allowed` and `asks`.", handler: api.permissions),
      APIOperation(
        method: .get, path: "blocks/:id/results", id: "listResults",
        about: "What the block showed, as it changed, or what it showed at a moment.",
        scope: .read,
        query: [
          .optional("at", "A moment, like 2026-11-25T08:00."),
          .optional("limit", "1 to 5000; 500 when absent.", type: "integer"),
        ], answer: "Its results, or the one of the moment.",
        handler: past.results),
      APIOperation(
        method: .get, path: "blocks/:id/series", id: "listSeries",
        about: "The series that the script keeps.", scope: .read, answer: "The series.",
        handler: series.list),
      APIOperation(
        method: .get, path: "blocks/:id/series/:name", id: "readSeries",
        about: "The points of a series, as CSV.", scope: .read, answer: "CSV (RFC 4180).",
        type: "text/csv", handler: series.csv),
      APIOperation(
        method: .get, path: "notices", id: "listNotices", about: "What a person was told.",
        scope: .read, answer: "The notices.", handler: notices.list),
      APIOperation(
        method: .post, path: "check", id: "checkFiles",
        about: "Everything that is wrong with three files, without running them.", scope: .read,
        body: Self.files, answer: "`ok` and `problems`.", handler: api.check),
    ]
  }

  // MARK: Running

  private var running: [APIOperation] {
    [
      APIOperation(
        method: .post, path: "blocks/:id/run", id: "runBlock",
        about: "Runs a block now and waits for its end.", scope: .run,
        answer: "The outcome, as `dash run-block --json` prints it.", handler: api.run),
      APIOperation(
        method: .post, path: "blocks/:id/actions", id: "act",
        about: "Clicks a button or a checkbox of the card.",
        body: [
          .required("action", "The name of the action."),
          .optional("args", "What the click sends.", type: "object"),
        ], status: .accepted, answer: "`id`.", handler: blocks.act),
      APIOperation(
        method: .post, path: "refresh", id: "refreshAll",
        about: "Runs every block that is not paused, and does not wait.", status: .accepted,
        answer: "Nothing.", handler: shell.refreshAll),
    ]
  }

  // MARK: Writing

  private var writing: [APIOperation] {
    [
      APIOperation(
        method: .post, path: "blocks", id: "addBlock",
        about: "Makes a block from a sentence, or from a source and a query.",
        body: [
          .optional("sentence", "What the block should show."),
          .optional("source", "The address of the source, with `query`."),
          .optional("query", "A query as `block.json` has it.", type: "object"),
          .optional("title", "What the block is called."),
          .optional(
            "grants", "Places that are not public, as `dash allow` takes them.", type: "array"),
        ], status: .created, answer: "The block.", handler: api.add),
      APIOperation(
        method: .post, path: "offer", id: "lookAtSource",
        about: "The records that a source offers, with their fields.",
        body: [
          .required("source", "An address."),
          .optional("grants", "Places that are not public.", type: "array"),
        ], answer: "The offer.", handler: api.offer),
      APIOperation(
        method: .get, path: "blocks/:id/offer", id: "lookAtBlocksSource",
        about: "What the source of a block offers, and the query of the block.",
        answer: "The offer with `query`.", handler: api.blockOffer),
      APIOperation(
        method: .post, path: "blocks/:id/query", id: "changeQuery",
        about: "Changes a block to another query; without `keep` the change waits to be kept.",
        body: [
          .required("query", "A query as `block.json` has it.", type: "object"),
          .optional("title", "What the block is called."),
          .optional("keep", "Keeps the change at once.", type: "boolean"),
        ], answer: "The change, or the block.", handler: api.change),
      APIOperation(
        method: .post, path: "blocks/:id/sentence", id: "changeBySentence",
        about: "Changes a block by a sentence; the change waits to be kept.",
        body: [
          .required("sentence", "What should be different."),
          .optional("keep", "Changes are kept at once from now on.", type: "boolean"),
          .optional("grants", "What is allowed with it.", type: "array"),
        ], answer: "What would change.", handler: chat.say),
      APIOperation(
        method: .post, path: "blocks/:id/keep", id: "keepChange",
        about: "Keeps the waiting change.",
        body: [.required("change", "Which change, by its id.")], answer: "`id`.", handler: chat.keep
      ),
      APIOperation(
        method: .post, path: "blocks/:id/discard", id: "discardChange",
        about: "Discards the waiting change.",
        body: [.required("change", "Which change, by its id.")], answer: "`id`.",
        handler: chat.discard),
      APIOperation(
        method: .put, path: "blocks/:id/files", id: "saveFiles",
        about: "Checks three files, runs them, and puts them live as a new version.",
        body: Self.files + [.required("version", "The version they were made from.")],
        status: .accepted, answer: "`id`, and `noticed` when something was found.",
        handler: blocks.edit),
      APIOperation(
        method: .post, path: "blocks/:id/restore", id: "restoreVersion",
        about: "Puts an older version live again, as a new one.",
        body: [.required("version", "The older version.")],
        answer: "`id`, and `noticed` when something was found.", handler: chat.restore),
      APIOperation(
        method: .post, path: "blocks/:id/heal", id: "heal", about: "Tries to repair the block.",
        status: .accepted, answer: "`id`.", handler: blocks.heal),
    ]
  }

  // MARK: The life of a block

  private var living: [APIOperation] {
    [
      APIOperation(
        method: .post, path: "blocks/:id/params", id: "setParams",
        about: "Sets settings of the block.",
        body: [], status: .accepted, answer: "`id`.", handler: blocks.setParams),
      APIOperation(
        method: .post, path: "blocks/:id/secrets/:name", id: "setSecret",
        about: "Gives a key of the block its value.", body: [.required("value", "The value.")],
        status: .accepted, answer: "`id`.", handler: blocks.setSecret),
      APIOperation(
        method: .post, path: "blocks/:id/grant", id: "allow",
        about: "Allows a block what it asks for.",
        body: Self.what, status: .accepted, answer: "`id`.", handler: blocks.grant),
      APIOperation(
        method: .post, path: "blocks/:id/revoke", id: "revoke",
        about: "Takes back what a block may do.",
        body: Self.what, status: .accepted, answer: "`id`.", handler: blocks.revoke),
      APIOperation(
        method: .post, path: "blocks/:id/pause", id: "pause", about: "Pauses its schedule.",
        status: .accepted, answer: "`id`.", handler: blocks.pause),
      APIOperation(
        method: .post, path: "blocks/:id/resume", id: "resume", about: "Resumes its schedule.",
        status: .accepted, answer: "`id`.", handler: blocks.resume),
      APIOperation(
        method: .get, path: "blocks/:id/export", id: "exportBlock",
        about: "The block as a file for other dashboards.",
        query: [
          .optional(
            "recordings", "What its sources answered: automatic (when absent), with or without.")
        ], answer: "The file.", type: "application/gzip", handler: packages.file),
      APIOperation(
        method: .post, path: "packages", id: "readPackage",
        about: "Looks at a file of a block before it is added.",
        answer: "What it holds and asks for.",
        handler: packages.readPackage),
      APIOperation(
        method: .post, path: "packages/:key/add", id: "addPackage",
        about: "Adds a block from a file that was looked at.", status: .created,
        answer: "The block.", handler: packages.addPackage),
      APIOperation(
        method: .delete, path: "blocks/:id", id: "deleteBlock",
        about: "Puts a block into the trash.",
        status: .noContent, answer: "Nothing.", handler: blocks.delete),
      APIOperation(
        method: .post, path: "blocks/:id/undelete", id: "undeleteBlock",
        about: "Takes a block out of the trash.", status: .accepted, answer: "`id`.",
        handler: blocks.undelete),
    ]
  }

  // MARK: The page

  private var arranging: [APIOperation] {
    [
      APIOperation(
        method: .put, path: "blocks/:id/place", id: "place",
        about: "Puts a card into another place.",
        body: [
          .optional("breakpoint", "wide, medium or phone; wide when absent."),
          .required(
            "place", "x, y, width, height, and the section when it is in one.", type: "array"),
        ], answer: "The places of all cards.", handler: layout.place),
      APIOperation(
        method: .get, path: "preferences", id: "readPreferences",
        about: "The time zone, and the language that cards write numbers and dates in.",
        scope: .read, answer: "`zone` and `locale`, each with `value` and `is_chosen`.",
        handler: preferences.read),
      APIOperation(
        method: .put, path: "preferences", id: "setPreferences",
        about: "Sets the time zone and the language; what is left out follows the machine.",
        body: [
          .optional("zone", "An IANA name: Europe/Lisbon."),
          .optional("locale", "A BCP 47 tag: pt-BR."),
        ], answer: "As they are then.", handler: preferences.put),
      APIOperation(
        method: .get, path: "sections", id: "listSections", about: "The sections of the page.",
        scope: .read, answer: "`sections`, each with `id`, `title`, `folded`.",
        handler: sections.list),
      APIOperation(
        method: .post, path: "sections", id: "addSection",
        about: "Adds a section below all others.", body: [.optional("title", "Its title.")],
        status: .created, answer: "`section`, its id, and the places of all cards.",
        handler: sections.add),
      APIOperation(
        method: .post, path: "sections/:section", id: "changeSection",
        about: "Renames, folds or moves a section.",
        body: [
          .optional("title", "The new title."),
          .optional("folded", "Shows the title alone.", type: "boolean"),
          .optional("move", "up or down."),
        ], answer: "`section` and the places of all cards.", handler: sections.change),
      APIOperation(
        method: .delete, path: "sections/:section", id: "deleteSection",
        about: "Deletes a section. Its cards go to the end of the section above it.",
        answer: "The places of all cards.", handler: sections.remove),
      APIOperation(
        method: .get, path: "blocks/:id/webhook", id: "readWebhook",
        about: "Whether the block has a webhook, and when it was used.", scope: .read,
        answer: "`created_at` and `used_at` of `webhook`, which is null when there is none.",
        handler: hooks.show),
      APIOperation(
        method: .post, path: "blocks/:id/webhook", id: "makeWebhook",
        about:
          "Gives the block an address to which other programs send it something, in place of the one it had.",
        status: .created, answer: "`path`, told this once: `/hooks/hook_…`.", handler: hooks.make),
      APIOperation(
        method: .delete, path: "blocks/:id/webhook", id: "endWebhook",
        about: "Removes that address; what was sent stays.", status: .noContent, answer: "Nothing.",
        handler: hooks.end),
      APIOperation(
        method: .post, path: "undo", id: "undo", about: "Takes back the last thing that was done.",
        answer: "`block` and `message`.", handler: layout.undo),
    ]
  }

  // MARK: Other agents

  private var agents: [APIOperation] {
    [
      APIOperation(
        method: .get, path: "proposals", id: "listProposals", about: "What agents proposed.",
        scope: .read, answer: "`proposals` and `hosts`.", handler: api.proposals),
      APIOperation(
        method: .post, path: "proposals/:proposal/accept", id: "acceptProposal",
        about:
          "Accepts a proposal, with what is public of what it asks for; the rest is allowed one by one.",
        status: .created, answer: "`id`.",
        handler: proposals.accept),
      APIOperation(
        method: .post, path: "proposals/:proposal/decline", id: "declineProposal",
        about: "Discards a proposal.", status: .noContent, answer: "Nothing.",
        handler: proposals.decline),
    ]
  }
}
