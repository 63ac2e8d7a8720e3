import BlockHealth
public import BlockModel
import Drafting
import Foundation

/// The title and the schedule of a block, changed without a sentence; and a second block like it.
extension DashboardEngine {
  /// Gives a block a title and a schedule, as one new version; none is made when it has both already.
  ///
  /// - Parameter title: 1…80 characters.
  /// - Throws: ``EngineError/edit(_:)`` when the files do not take them.
  @discardableResult
  public func describe(
    _ id: BlockID, title: String, schedule: Schedule
  ) async throws(EngineError) -> Card {
    let block = try await entry(id)
    let (files, data) = (block.files, block.data?.data)
    var change = RefineEdit(files: files, data: data)
    do throws(AuthoringAnswer) {
      if title != files.manifest.name { try change.apply(.rename(title)) }
      if schedule != files.manifest.schedule { try change.apply(.schedule(schedule)) }
    } catch {
      throw .edit(EditProblem(place: BlockFiles.specName, message: error.message))
    }
    guard !change.explanations.isEmpty else { return try await card(id) }
    return try await edit(
      id, BlockTexts(change.files), basedOn: block.record.version,
      explanation: change.explanations.joined(separator: " "))
  }

  /// Makes a second block of the files and the settings of one. It may what the first may, except for its
  /// keys: a key is entered for one block. The files serve already, so nothing has to be tried before.
  public func duplicate(_ id: BlockID) async throws(EngineError) -> Card {
    let block = try await entry(id)
    let grants = try await grants(of: id).map(\.subject).filter { subject in
      if case .secret = subject { false } else { true }
    }
    return try await install(
      block.files, author: .hand, explanation: "A copy of “\(block.files.manifest.name)”.",
      grants: grants, allowsPublic: false, params: block.record.params)
  }
}
