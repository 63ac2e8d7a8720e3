import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("A block reaches what the person allowed, and asks for the rest")
struct ModelGrantTests {
  /// A world of recorded answers: address → body.
  static func world(_ answers: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "world-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, (url, body)) in answers.sorted(by: { $0.key < $1.key }).enumerated() {
      let entry: JSONValue = [
        "method": "GET", "url": .string(url), "body": .string("\(index).txt"),
      ]
      try Data(entry.json().utf8).write(to: folder.appending(path: "\(index).json"))
      try Data(body.utf8).write(to: folder.appending(path: "\(index).txt"))
    }
    return folder
  }

  static func author(
    _ workshop: Workshop, _ replies: [ScriptedModel.Reply], world: URL? = nil
  ) -> (Author, ScriptedModel) {
    let model = ScriptedModel(replies)
    let author = Author(
      runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes,
      models: FixedModel(model), cassette: world.map { .replay($0) })
    return (author, model)
  }

  /// Reads stories of two addresses.
  static func both(_ one: String, _ other: String) -> String {
    PipelineTests.answer(one).replacing(
      "return { stories = stories }",
      with: """
        for _, hit in ipairs(http.get("\(other)"):json().hits) do
            stories[#stories + 1] = { title = hit.title, points = hit.points }
          end
          return { stories = stories }
        """)
  }

  @Test("a second place is asked for, and once it is allowed the block is made")
  func secondPlace() async throws {
    let one = try PipelineTests.source()
    let other = try PipelineTests.source()
    let reply = ScriptedModel.Reply.text(Self.both(one.url("a.json"), other.url("b.json")))
    let first = Grant.Subject.privateHost(HostPort(host: "127.0.0.1", port: one.port))
    let second = Grant.Subject.privateHost(HostPort(host: "127.0.0.1", port: other.port))
    let workshop = Workshop()
    let (author, _) = Self.author(workshop, [reply, reply])
    let sentence = "show stories from \(one.url("a.json"))"
    guard
      case .answer(let answer) = await author.draft(
        AuthoringRequest(sentence: sentence, grants: [first]), progress: { _ in })
    else {
      Issue.record("it was not asked for")
      return
    }
    #expect(answer.neededGrant == second)
    guard
      case .draft(let draft) = await author.draft(
        AuthoringRequest(sentence: sentence, grants: [first, second]), progress: { _ in })
    else {
      Issue.record("it was asked for again")
      return
    }
    #expect(
      Set(draft.files.manifest.permissions.privateHosts.map { .privateHost($0) }) == [
        first, second,
      ])
    await workshop.runner.shutdown()
  }

  @Test("when all planned sources need a grant, the first one is asked for")
  func plannedPlace() async throws {
    let workshop = Workshop()
    let plan = PipelineTests.plan(["http://127.0.0.1:9/stories.json"])
    let (author, _) = Self.author(workshop, [plan, plan])
    guard
      case .answer(let answer) = await author.draft(
        AuthoringRequest(sentence: "the best stories of the day"), progress: { _ in })
    else {
      Issue.record("a block was made")
      return
    }
    #expect(answer.neededGrant == .privateHost(HostPort(host: "127.0.0.1", port: 9)))
    #expect(answer.kind == .permission)
    await workshop.runner.shutdown()
  }

  static let old = "https://news.example/a.json"
  static let new = "https://other.example/b.json"

  static func files(privateHosts: Set<HostPort> = []) -> BlockFiles {
    let answer = ModelAnswer(PipelineTests.answer(old))
    return BlockFiles(
      manifest: Manifest(
        name: "Stories",
        permissions: Permissions(hosts: ["news.example"], privateHosts: privateHosts)),
      script: answer.script ?? "", spec: answer.spec ?? "")
  }

  static func refine(
    _ sentence: String, _ replies: [ScriptedModel.Reply], files: BlockFiles = files(),
    grants: [Grant.Subject] = []
  ) async throws -> (RefineResult, ScriptedModel) {
    let world = try world([old: PipelineTests.stories, new: PipelineTests.stories])
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, model) = author(workshop, replies, world: world)
    let result = await author.refine(
      RefineRequest(files: files, sentence: sentence, grants: grants))
    await workshop.runner.shutdown()
    return (result, model)
  }

  @Test(
    "a change that reaches another host is asked for before it is tried, whatever the block knows")
  func asksFirst() async throws {
    let (result, _) = try await Self.refine(
      "show the other stories, too", [.text(Self.both(Self.old, Self.new))])
    guard case .answer(let answer) = result else {
      Issue.record("it was tried")
      return
    }
    #expect(answer.kind == .permission)
    #expect(answer.neededGrant == .host("other.example", method: "GET"))
  }

  @Test(
    "once it is allowed the change is proposed with what it may reach, as a host that is public")
  func proposed() async throws {
    let (result, _) = try await Self.refine(
      "show the other stories, too", [.text(Self.both(Self.old, Self.new))],
      grants: [.host("other.example", method: "GET")])
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    #expect(proposal.permissionDiff.addedLines == 1)
    #expect(proposal.permissionDiff.description.contains("+host other.example"))
    #expect(proposal.files.manifest.permissions.privateHosts.isEmpty)
  }

  @Test("the feed of a page is read where the block may read, and asked for elsewhere")
  func feedElsewhere() async throws {
    let page = """
      <html><head><title>Blog</title><link rel="alternate" type="application/rss+xml"
      href="https://feeds.news.example/all.xml"></head><body><p>Words.</p></body></html>
      """
    let world = try Self.world(["https://news.example/": page])
    defer { try? FileManager.default.removeItem(at: world) }
    let workshop = Workshop()
    let (author, _) = Self.author(workshop, [], world: world)
    var files = Self.files()
    files.script = files.script.replacing(Self.old, with: "https://news.example/")
    let result = await author.refine(RefineRequest(files: files, sentence: "use the RSS feed"))
    await workshop.runner.shutdown()
    guard case .answer(let answer) = result else {
      Issue.record("something was changed: \(result)")
      return
    }
    #expect(answer.neededGrant == .host("feeds.news.example", method: "GET"), "\(answer)")
  }

  @Test("beside a place at home a host that the model plans is asked for before it is read")
  func plannedBesideHome() async throws {
    let workshop = Workshop()
    let plan = PipelineTests.plan([Self.old])
    let world = try Self.world([Self.old: PipelineTests.stories])
    defer { try? FileManager.default.removeItem(at: world) }
    let home = Grant.Subject.privateHost(HostPort(host: "nas.home", port: 80))
    let answer = ScriptedModel.Reply.text(PipelineTests.answer(Self.old))
    for (grants, isAsked) in [
      ([home], true), ([home, .host("news.example", method: "GET")], false),
    ] {
      let (author, _) = Self.author(
        workshop, [plan, isAsked ? plan : answer, answer], world: world)
      let result = await author.draft(
        AuthoringRequest(sentence: "the best stories of the day", grants: grants),
        progress: { _ in })
      guard case .answer(let asked) = result else {
        #expect(!isAsked)
        continue
      }
      #expect(isAsked && asked.neededGrant == .host("news.example", method: "GET"), "\(asked)")
    }
    await workshop.runner.shutdown()
  }

  static let picture = """
    Shows pictures.
    ```json
    {"ui": 1, "title": "Stories", "body": [{"type": "list", "data": "${stories}",
      "title": "${item.title}", "image": "https://pictures.example/?d=${item.points}"}]}
    ```
    """

  @Test(
    "a change that shows pictures of another host is a wider one, and says so",
    arguments: [false, true])
  func pictures(isPrivate: Bool) async throws {
    let (result, _) = try await Self.refine(
      "with pictures", [.text(Self.picture)],
      files: Self.files(privateHosts: isPrivate ? [HostPort(host: "nas.home", port: 80)] : []))
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    #expect(proposal.permissionDiff.description.contains("+picture pictures.example"))
    #expect(proposal.files.manifest.permissions.pictures == ["pictures.example"])
  }

  @Test("a block that reads what is not public asks before it is tried with another host")
  func carriesNothingOut() async throws {
    let (result, _) = try await Self.refine(
      "show the other stories, too", [.text(Self.both(Self.old, Self.new))],
      files: Self.files(privateHosts: [HostPort(host: "nas.home", port: 80)]))
    guard case .answer(let answer) = result else {
      Issue.record("it was tried")
      return
    }
    #expect(answer.neededGrant == .host("other.example", method: "GET"))
  }

  @Test("a private place is never tried without an explicit grant")
  func privatePlace() async throws {
    let source = try PipelineTests.source()
    let place = HostPort(host: "127.0.0.1", port: source.port)
    let reply = ScriptedModel.Reply.text(Self.both(Self.old, source.url("c.json")))
    let (refused, _) = try await Self.refine("add those of the home server", [reply])
    guard case .answer(let answer) = refused else {
      Issue.record("it was tried")
      return
    }
    #expect(answer.neededGrant == .privateHost(place))
  }

  @Test("an address in the sentence is read before the model is asked, and its host is proposed")
  func readsTheAddress() async throws {
    let (result, model) = try await Self.refine(
      "use \(Self.new) instead", [.text(PipelineTests.answer(Self.new))])
    guard case .proposal(let proposal) = result else {
      Issue.record("nothing was proposed: \(result)")
      return
    }
    let prompt = model.requests.first?.messages.last?.text ?? ""
    #expect(prompt.contains("GET \(Self.new)") && prompt.contains("$.hits[].points"))
    #expect(proposal.permissionDiff.description.contains("+host other.example"))
    #expect(!proposal.permissionDiff.description.contains("www.other.example"))
  }
}
