import BlockModel
import Testing

@testable import DashboardEngine

@Suite("A block gets another title and schedule, and a second one like it is made")
struct DescribeTests {
  @Test("both become one version, what is the same makes none, and undo takes them back")
  func describe() async throws {
    let house = try House()
    let id = try await house.install("return { n = 1 }").id
    let old = try await house.engine.card(id)
    let same = try await house.engine.describe(
      id, title: old.name, schedule: old.manifest.schedule)
    #expect(same.version == old.version)
    let new = try await house.engine.describe(
      id, title: "Clubs & more", schedule: .cron("30 7 * * 1-5", timeZone: nil))
    #expect(new.name == "Clubs & more" && new.version == VersionNumber(2))
    #expect(new.manifest.schedule == .cron("30 7 * * 1-5", timeZone: nil))
    let versions = try await house.engine.versions(of: id)
    #expect(
      versions.first?.explanation
        == "It is now called “Clubs & more”. Refreshes on weekdays at 07:30.")
    _ = try await house.engine.undoLast()
    #expect(try await house.engine.card(id).name == old.name)
    #expect(try await house.engine.card(id).manifest.schedule == old.manifest.schedule)
  }

  @Test("a copy has the files and the settings, and may no more than the first")
  func duplicate() async throws {
    let house = try House()
    let count = Param(
      name: "count", kind: .number(min: 1, max: 50, step: 1), label: "Rows", defaultValue: 20)
    let id = try await house.install(
      "return { n = ctx.params.count }", params: [count],
      permissions: Permissions(hosts: ["a.invalid", "b.invalid"])
    ).id
    try await house.engine.setParams(id, ["count": 9])
    #expect(try await house.engine.revoke(id, .host("a.invalid", method: "GET")))
    let copy = try await house.engine.duplicate(id)
    #expect(copy.id != id && copy.params["count"] == 9)
    _ = try await house.engine.entry(copy.id).run?.value
    #expect(try await house.engine.card(copy.id).data == ["n": 9])
    let (old, new) = (
      try await house.engine.grants(of: id), try await house.engine.grants(of: copy.id)
    )
    #expect(Set(old.map(\.subject)) == Set(new.map(\.subject)) && !new.isEmpty)
  }
}
