import ArgumentParser
import BlockModel
import BlockStore
import Foundation

/// What the script of a block keeps.
struct Store: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what the script of a block stored: keys, and series of points.",
    usage: CalledName.usage("store <block> [<key>]"),
    discussion: """
      dash store ID             all keys with their values
      dash store ID KEY         one value, whole
      dash store ID --series S  the points of a series, as time and value
      """)

  @Argument(help: "A block's id, or a folder that was run.") var block: String
  @Argument(help: "A key.") var key: String?
  @OptionGroup var data: DataOption
  @Option(help: "A series, by the name that the script gave it.") var series: String?
  @Option(help: "Only this many points, the newest.") var last = 100
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    guard (1...100_000).contains(last) else {
      throw ValidationError("--last takes 1…100000, got \(last).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let house = try Household(
        data: data.folder, access: .existing, logger: Logs.logger(.error))
      do {
        try await show(house.storage)
        await house.close()
      } catch {
        await house.close()
        throw error
      }
    }
  }

  private func show(_ storage: any Storage) async throws {
    let id = try await subject(storage)
    if let series {
      let points = try await storage.points(
        of: series, SeriesQuery(last: last), of: id, with: [])
      if json {
        let list = points.map { point -> JSONValue in
          ["at": .string(point.time.formatted(.iso8601)), "value": point.value]
        }
        return Output.print(JSONValue.array(list).json(.pretty))
      }
      for point in points {
        Output.print("\(point.time.formatted(.iso8601))  \(point.value.json())")
      }
      if points.isEmpty { Output.note("'\(block)' has no points of '\(series)'.") }
      return
    }
    if let key {
      guard let value = try await storage.value(key, of: id) else {
        let keys = try await storage.keys(prefix: "", of: id)
        let near = NearName.best(for: key, among: keys).map { " Did you mean '\($0)'?" } ?? ""
        throw CommandFailure(.host, "'\(block)' keeps nothing under '\(key)'.\(near)")
      }
      return Output.print(value.json(.pretty))
    }
    try await showAll(id, storage)
  }

  private func showAll(_ id: BlockID, _ storage: any Storage) async throws {
    var values: JSONObject = [:]
    for key in try await storage.keys(prefix: "", of: id) {
      values[key] = try await storage.value(key, of: id)
    }
    let use = try await storage.scriptUse(of: id)
    if json {
      let summary: JSONValue = [
        "values": .object(values), "bytes": .integer(Int64(use.bytes)),
        "points": .integer(Int64(use.points)),
      ]
      return Output.print(summary.json(.pretty))
    }
    for (key, value) in values {
      let text = value.json().onOneLine
      let room = max(20, Terminal.width - key.count - 2)
      Output.print("\(key)  \(text.count > room ? text.prefix(room - 1) + "…" : text)")
    }
    Output.note(
      "\(use.keys) key\(use.keys == 1 ? "" : "s"), \(use.points) point\(use.points == 1 ? "" : "s"), \(ByteSize.text(use.bytes + use.pointBytes))"
    )
  }

  private func subject(_ storage: any Storage) async throws -> BlockID {
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: block, isDirectory: &isFolder), isFolder.boolValue {
      let path = URL(filePath: block, directoryHint: .isDirectory).resolvingSymlinksInPath().path
      guard try await storage.folders().contains(path) else {
        throw CommandFailure(.host, "The scripts of '\(block)' keep nothing here.")
      }
      return try await storage.scriptName(ofFolder: path)
    }
    let id = try CommandFailure.block(block)
    _ = try await storage.block(id)
    return id
  }
}
