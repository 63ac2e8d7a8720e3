import ArgumentParser
import BlockModel
import BlockStore
import Foundation

/// The blocks that were deleted and can be taken back.
struct Trash: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the deleted blocks that can be taken back.",
    discussion: "`dash rm --undo ID` takes one back. They stay for 30 days of use.")

  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let house = try Household(
        data: data.folder, access: .existing, logger: Logs.logger(.error))
      do {
        let blocks = try await house.storage.deletedBlocks()
        var names: [BlockID: String] = [:]
        for block in blocks {
          names[block.id] =
            (try? await house.storage.texts(of: block.id, version: block.version).loaded())?
            .manifest.name
        }
        await house.close()
        show(blocks, names)
      } catch {
        await house.close()
        throw error
      }
    }
  }

  private func show(_ blocks: [BlockRecord], _ names: [BlockID: String]) {
    func time(_ block: BlockRecord) -> String { block.deletedAt?.formatted(.iso8601) ?? "" }
    if json {
      let list = blocks.map { block -> JSONValue in
        [
          "id": .string(block.id.text), "name": names[block.id].map { .string($0) } ?? .null,
          "deleted_at": .string(time(block)),
        ]
      }
      return Output.print(JSONValue.array(list).json(.pretty))
    }
    let width = blocks.map(\.id.text.count).max() ?? 0
    for block in blocks {
      let id = block.id.text.padding(toLength: width, withPad: " ", startingAt: 0)
      Output.print("\(id)  \(time(block))  \(names[block.id]?.onOneLine ?? "")")
    }
    if blocks.isEmpty { Output.note("The trash is empty.") }
  }
}
