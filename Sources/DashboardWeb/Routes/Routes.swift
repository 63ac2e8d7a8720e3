import Hummingbird

/// Every address of the dashboard.
struct Routes: Sendable {
  let protection: Protection
  let assets: AssetLibrary
  let login: LoginPage?
  let page: DashboardPage
  let gallery: GalleryPage
  let blocks: BlockRoutes
  let layout: LayoutRoutes
  let sections: SectionRoutes
  let whole: ShellRoutes
  let chat: ChatRoutes
  let shape: ShapeRoutes
  let alerts: AlertRoutes
  let notices: NoticeRoutes
  let preferences: PreferenceRoutes
  let packages: PackageRoutes
  let proposals: ProposalRoutes
  let models: ModelRoutes
  let api: APITable
  let agents: AgentRoutes
  let hooks: HookRoutes
  let events: EventStream

  func router() -> Router<WebContext> {
    let router = protection.router()
    router.get("/", use: page.show)
    router.get("healthz") { _, _ in "ok\n" }
    router.get("assets/**", use: assets.respond)
    router.get("gallery", use: gallery.show)
    router.get("issues", use: page.issues)
    router.get("notices", use: page.notices)
    router.post("notices/read", use: notices.markRead)
    router.post("notices/targets", use: notices.addTarget)
    router.post("notices/targets/remove", use: notices.removeTarget)
    router.get("trash", use: page.trash)
    router.get("proposals", use: page.proposals)
    router.post("proposals/hosts/allow", use: proposals.allow)
    router.post("proposals/hosts/refuse", use: proposals.refuse)
    router.post("proposals/:proposal/accept", use: proposals.accept)
    router.post("proposals/:proposal/decline", use: proposals.decline)
    router.get("keys", use: page.keys)
    router.get("preferences", use: preferences.show)
    router.post("preferences", use: preferences.save)
    router.get("models", use: models.show)
    router.post("models/choose", use: models.choose)
    router.post("models/limit", use: models.limit)
    router.post("models/test", use: models.test)
    router.get("backup", use: packages.backups)
    router.post("backup", use: packages.backUp)
    router.post("import", use: packages.read)
    router.post("import/add", use: packages.add)
    router.get("recipes", use: page.recipes)
    router.get("welcome", use: page.welcome)
    router.get("recipes.json", use: whole.examples)
    router.get("shortcuts", use: page.shortcuts)
    router.get("manifest.webmanifest", use: whole.manifest)
    router.get("favicon.ico", use: whole.icon)
    router.post("theme", use: whole.setTheme)
    router.post("refresh", use: whole.refreshAll)
    router.get("events", use: events.respond)
    if let login {
      router.get("login", use: login.show)
      router.post("login", use: login.logIn)
    }

    router.post("blocks", use: blocks.add)
    router.post("shape", use: shape.shape)
    router.get("jobs/:job", use: blocks.job)
    router.delete("jobs/:job", use: blocks.cancel)
    router.post("layout/fit", use: layout.fit)
    router.post("undo", use: layout.undo)
    router.get("sections", use: sections.frames)
    router.post("sections", use: sections.add)
    router.post("sections/:section", use: sections.change)
    router.delete("sections/:section", use: sections.remove)
    router.post("sections/:section/delete", use: sections.remove)

    router.delete("blocks/:id", use: blocks.delete)
    router.group("blocks/:id")
      .get("card", use: page.card)
      .get("image", use: page.picture)
      .get("export", use: packages.export)
      .get("export/file", use: packages.file)
      .get("place", use: page.place)
      .put("place", use: layout.place)
      .post("place", use: layout.step)
      .get("runs", use: page.runs)
      .get("data", use: page.data)
      .get("data/file", use: page.dataFile)
      .get("versions", use: page.versions)
      .get("params", use: page.params)
      .post("params", use: blocks.setParams)
      .post("describe", use: blocks.describe)
      .post("duplicate", use: blocks.duplicate)
      .get("chat", use: page.chat)
      .post("chat", use: chat.say)
      .post("keep", use: chat.keep)
      .post("discard", use: chat.discard)
      .get("shape", use: shape.block)
      .post("shape", use: shape.change)
      .post("restore", use: chat.restore)
      .get("edit", use: page.edit)
      .post("edit", use: blocks.edit)
      .get("secrets/:name", use: page.secret)
      .post("secrets/:name", use: blocks.setSecret)
      .post("actions", use: blocks.act)
      .post("grant", use: blocks.grant)
      .post("revoke", use: blocks.revoke)
      .post("heal", use: blocks.heal)
      .post("rules", use: blocks.addRule)
      .post("rules/remove", use: blocks.removeRule)
      .post("forget", use: blocks.forget)
      .get("alert", use: alerts.show)
      .post("alerts", use: alerts.add)
      .post("alerts/remove", use: alerts.remove)
      .post("refresh", use: blocks.refresh)
      .post("pause", use: blocks.pause)
      .post("resume", use: blocks.resume)
      .post("delete", use: blocks.delete)
      .post("undelete", use: blocks.undelete)

    for operation in api.operations {
      router.on(
        RouterPath(APITable.root + "/" + operation.path), method: operation.method,
        use: operation.handler)
    }
    router.post("hooks/:token", use: hooks.receive)
    router.post("mcp", use: agents.answer)
    router.get("mcp", use: agents.refuse)
    router.delete("mcp", use: agents.refuse)
    return router
  }
}
