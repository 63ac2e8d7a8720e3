import BlockModel
import BlockStore
import Egress
import Foundation
import Synchronization
import Testing

@testable import DashboardEngine

@Suite("Notices on their way")
struct NoticeTests {
  /// Answers in their order, and keeps what was sent.
  final class Post: Sendable {
    let sent = Mutex<[(title: String, target: String)]>([])
    let answers: Mutex<[DeliveryOutcome]>

    init(_ answers: [DeliveryOutcome] = []) { self.answers = Mutex(answers) }

    var titles: [String] { sent.withLock { $0.map(\.title) } }

    @Sendable func send(_ message: NoticeMessage, _ target: NoticeTarget) -> DeliveryOutcome {
      sent.withLock { $0.append((message.title, target.name)) }
      return answers.withLock { $0.isEmpty ? .sent : $0.removeFirst() }
    }
  }

  private func house(_ post: Post) async throws -> (House, BlockID) {
    let house = try House(send: { post.send($0, $1) })
    return (house, try await house.install("return { n = 1 }").id)
  }

  private func tell(_ house: House, _ id: BlockID, _ title: String, _ kind: NoticeKind = .alert)
    async throws
  {
    try await house.storage.add(
      NewNotice(kind, incident: title, title: title, text: title, at: Date()), of: id)
  }

  @Test("a target gets what is told after it was set, of the kinds it wants, and once")
  func once() async throws {
    let post = Post()
    let (house, id) = try await house(post)
    try await tell(house, id, "before")
    try await house.engine.setNoticeTarget(
      try NoticeTarget("phone", .ntfy("https://ntfy.sh/x"), kinds: [.alert]))
    try await tell(house, id, "one")
    try await tell(house, id, "broke", .broken)
    for _ in 0..<3 { await house.engine.deliverDue() }
    #expect(post.titles == ["one"])
    #expect(try await house.engine.removeNoticeTarget("phone"))
    #expect(try await !house.engine.removeNoticeTarget("phone"))
    try await tell(house, id, "two")
    await house.engine.deliverDue()
    #expect(post.titles == ["one"])
  }

  @Test(
    "what did not arrive is tried again later and later, and then given up; what may have is not")
  func retried() async throws {
    let post = Post(
      [.failed("it did not answer in time")]
        + Array(repeating: .retry("away", after: nil), count: 9))
    let (house, id) = try await house(post)
    try await house.engine.setNoticeTarget(
      try NoticeTarget("phone", .webhook("https://hooks.example/x")))
    try await tell(house, id, "lost")
    try await tell(house, id, "late")
    await house.engine.deliverDue()
    #expect(post.titles == ["lost", "late"])
    for minutes in [1, 5, 15, 60, 240] as [Double] {
      house.pass(minutes * 60 - 2)
      await house.engine.deliverDue()
      let before = post.titles.count
      house.pass(4)
      await house.engine.deliverDue()
      #expect(post.titles.count == before + 1, "after \(minutes) minutes")
    }
    house.pass(20_000)
    await house.engine.deliverDue()
    #expect(post.titles == ["lost"] + Array(repeating: "late", count: 6))
    let late = try await house.engine.notices(limit: 1)[0]
    let record = try await house.engine.deliveries(of: late.id).first
    #expect(record?.problem == "away" && record?.retryAt == nil && record?.attempts == 6)
  }

  @Test("what was told is new until somebody has seen it")
  func read() async throws {
    let (house, id) = try await house(Post())
    #expect(await house.engine.unreadNotices() == 0)
    try await tell(house, id, "one")
    try await tell(house, id, "two")
    #expect(await house.engine.unreadNotices() == 2)
    let notices = try await house.engine.notices()
    try await house.engine.markNoticesRead(until: notices[1].at)
    #expect(await house.engine.unreadNotices() == 1)
    try await house.engine.markNoticesRead(until: notices[0].at)
    #expect(await house.engine.unreadNotices() == 0)
  }

  @Test("the address and the token of a target are sealed, and its label does not tell them")
  func sealed() async throws {
    let (house, _) = try await house(Post())
    let target = try NoticeTarget(
      "phone", .ntfy("https://ntfy.example/top-secret-topic"), token: "tk_planted")
    try await house.engine.setNoticeTarget(target)
    let bytes =
      try Data(contentsOf: house.folder.database)
      + ((try? Data(contentsOf: URL(filePath: house.folder.database.path + "-wal"))) ?? Data())
    for secret in ["top-secret-topic", "tk_planted"] {
      #expect(bytes.range(of: Data(secret.utf8)) == nil)
    }
    let kept = try await house.engine.noticeTargets()
    #expect(kept.map(\.way) == [target.way] && kept.first?.token == "tk_planted")
    #expect(kept.first?.label == "ntfy at ntfy.example")
    let actions = try await house.engine.actions().map(\.what)
    #expect(actions.first == "Notices go to “phone” (ntfy at ntfy.example).")
  }

  @Test(
    "what cannot be a target is refused",
    arguments: [
      ("Phone", NoticeTarget.Way.webhook("https://a.example/")),
      ("a", .webhook("ftp://a.example/")),
      ("a", .webhook("https://")), ("a", .ntfy("https://ntfy.sh/")), ("a", .ntfy("ntfy.sh/x")),
      ("a", .webhook("https://me:secret@a.example/")), ("a", .command([])),
    ])
  func refused(name: String, way: NoticeTarget.Way) {
    #expect(throws: NoticeTarget.Problem.self) { try NoticeTarget(name, way) }
  }

  @Test("a message of ntfy is published to the root of its server")
  func ntfy() throws {
    let target = try NoticeTarget("a", .ntfy("https://ntfy.sh/my-topic"))
    #expect(target.topic?.server == "https://ntfy.sh/" && target.topic?.topic == "my-topic")
    let message = NoticeMessage(
      kind: .alert, title: "Låg", text: "19.90 €", block: BlockID("a-1")!, at: Date(), key: "k")
    #expect(message.ntfy(topic: "my-topic")["title"] == "Låg")
  }

  // MARK: The ways

  private func message(_ text: String = "Gold is at 19") -> NoticeMessage {
    NoticeMessage(
      kind: .alert, title: "Low", text: text, block: BlockID("gold-1")!, at: Date(), key: "k")
  }

  @Test("a command gets the text on its standard input, and is run without a shell")
  func command() async throws {
    signal(SIGPIPE, SIG_IGN)
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    let sender = NoticeSender(egress: Egress())
    let target = try NoticeTarget("a", .command(["tee", file.path]))
    #expect(await sender.send(message("$(id); `id`"), to: target) == .sent)
    #expect(try String(contentsOf: file, encoding: .utf8) == "Low\n$(id); `id`\n")
    let failing = try NoticeTarget("a", .command(["false"]))
    #expect(await sender.send(message(), to: failing) == .failed("the command ended with 1"))
    let absent = try NoticeTarget("a", .command(["/nowhere/notify"]))
    guard case .failed = await sender.send(message(), to: absent) else {
      Issue.record("it was run")
      return
    }
  }

  @Test("a place that is not public is refused unless it was set at the shell")
  func policy() async throws {
    let sender = NoticeSender(egress: Egress())
    let target = try NoticeTarget("a", .webhook("http://127.0.0.1:9/x"))
    #expect(
      await sender.send(message(), to: target)
        == .failed("its place is not public; set it with --home in a terminal"))
    let home = try NoticeTarget("a", .webhook("http://127.0.0.1:9/x"), isHome: true)
    #expect(
      await sender.send(message(), to: home) == .retry("it does not answer", after: nil))
  }
}
