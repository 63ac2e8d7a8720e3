import AuthoringWorkshop
import BlockModel
import Foundation
import TestSupport
import Testing

@testable import Drafting

/// `Tests/Fixtures/readings/right.json`: for each source what the block of "show me it" returns.
@Suite("What is read of sources")
struct ReadingTests {
  private static let right: [String: JSONValue] = {
    let bytes = (try? Fixtures.data("readings/right.json")) ?? Data()
    let members = (try? JSONValue(parsing: [UInt8](bytes)))?.object ?? [:]
    return Dictionary(members.map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }()

  @Test("every source has its right values")
  func complete() {
    let files = Fixtures.files("readings").map { String($0.dropFirst("readings/".count)) }
    #expect(Set(files).subtracting(["right.json"]) == Set(Self.right.keys))
  }

  @Test("the values of a source are read as what they mean", arguments: right.keys.sorted())
  func values(_ file: String) async throws {
    let workshop = Workshop()
    let source = try LoopbackSource(folder: Fixtures.folder.appending(path: "readings"))
    let result = await workshop.draft("show me @", file, from: source)
    let right = try #require(Self.right[file])
    switch result {
    case .draft(let draft):
      // Addresses hold the port of the test, histories the moment.
      let data = draft.outcome.data?.object?.filter { $0.key != "history" } ?? [:]
      let text = JSONValue.object(data).json(.sorted)
        .replacing(source.url(""), with: "/")
      #expect(text == right.json(.sorted), "\(draft.explanation)\n\(draft.files.script)")
      #expect(draft.outcome.specProblems == [])
    case .answer(let answer): #expect(answer.message.contains(right.string ?? "no block"))
    }
    await workshop.runner.shutdown()
  }

  // MARK: Without a worker

  private func reading(_ json: JSONValue) -> SourceReading {
    SourceReading(
      of: Probe(
        url: "https://example.org/towns.json",
        exchange: HTTPExchange(
          method: "GET", url: "", status: 200, bytes: 1, milliseconds: 1, cache: .miss),
        finding: .json(json)), now: Date(timeIntervalSince1970: 1_795_692_387))
  }

  @Test("a value in a late row is known, and the rows are a sample")
  func late() throws {
    let rows = (0..<2000).map { place -> JSONValue in
      ["town": .string(place == 900 ? "Porto" : "Town \(place)"), "people": .integer(Int64(place))]
    }
    let set = try #require(reading(.array(rows)).sets.first)
    #expect(set.values["town"]?.contains("Porto") == true)
    #expect(set.values["town"]?.count == 2000)
    #expect(set.rows.count == SetContents.maximumRows)
    #expect(set.rowCount == 2000)
    #expect(set.nameWords.contains("towns"))
  }

  @Test("all lists of an answer are offered, each with its name")
  func all() {
    let answer: JSONValue = [
      "rivers": [["name": "Douro", "km": 897], ["name": "Tejo", "km": 1007]],
      "peaks": [["name": "Estrela", "m": 1993], ["name": "Larouco", "m": 1535]],
    ]
    let reading = reading(answer)
    #expect(Set(reading.sets.compactMap(\.caption)) == ["Rivers", "Peaks"])
    #expect(reading.sets.allSatisfy { $0.rowCount == 2 })
  }

  @Test("a map of many names is rows")
  func names() throws {
    let members = (0..<1500).map { ("person \($0)", JSONValue.integer(Int64($0))) }
    let set = try #require(
      reading(.object(JSONObject(members, uniquingKeysWith: { first, _ in first }))).sets.first)
    #expect(set.rowCount == 1500)
    #expect(set.values["name"]?.contains("person 1499") == true)
  }

  @Test(
    "a complaint is refused as what it is",
    arguments: [
      (
        #"{"error":{"code":401,"message":"API key missing"}}"#,
        "the source says: API key missing (401)"
      ),
      (#"{"cod":"404","message":"city not found"}"#, "the source says: city not found (404)"),
      (#"{"errors":[{"message":"No such field"}],"data":null}"#, "the source says: No such field"),
      (#"{"success":false,"message":"Slow down."}"#, "the source says: Slow down"),
      (#"{"detail":"Not authenticated"}"#, "the source says: Not authenticated"),
    ])
  func complaint(_ json: String, _ sentence: String) throws {
    #expect(reading(try JSONValue(parsing: Array(json.utf8))).refusal == sentence)
  }

  @Test(
    "data with a word about errors are data",
    arguments: [
      #"{"error":null,"rows":[{"a":1},{"a":2}]}"#, #"{"errors":[],"items":[{"a":1},{"a":2}]}"#,
      #"{"status":200,"message":"ok","total":4}"#, #"{"message":"Good morning","number":3}"#,
    ])
  func noComplaint(_ json: String) throws {
    #expect(reading(try JSONValue(parsing: Array(json.utf8))).refusal == nil)
  }
}
