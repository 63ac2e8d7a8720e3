public import BlockModel
public import Drafting
import Foundation
import Sentences

extension Author {
  /// What a source offers to be picked by hand.
  ///
  /// - Parameters:
  ///   - source: its address, as it was typed.
  ///   - permissions: what the block may reach that has the source; `nil` before there is one.
  ///   - grants: what the person allowed.
  /// - Returns: what it offers, or why it cannot be read.
  public func offer(
    of source: String, as permissions: Permissions? = nil, grants: [Grant.Subject] = []
  ) async -> Result<SourceOffering, AuthoringAnswer> {
    await beside { () -> Result<SourceOffering, AuthoringAnswer> in
      do throws(AuthoringAnswer) {
        let address = try address(source)
        var allowed =
          if let permissions { permissions } else {
            try Permissions(forAddress: address, grants: grants)
          }
        // A block has a browser only where its page was read by one.
        return .success(
          try await offering(address, &allowed, inBrowser: permissions?.browser ?? false))
      } catch { return .failure(error) }
    }
  }

  /// A block of what was picked.
  func pickedDraft(
    _ pick: PickedQuery, _ request: AuthoringRequest, _ progress: (AuthoringStage) -> Void
  ) async -> AuthoringResult {
    do throws(AuthoringAnswer) {
      let address = try address(pick.source)
      var permissions = try Permissions(forAddress: address, grants: request.grants)
      progress(.probing(url: address))
      let offering = try await offering(address, &permissions)
      progress(.writing)
      let draft: Draft
      do throws(QueryMistakes) {
        draft = try offering.draft(pick.query, title: pick.title)
      } catch { throw AuthoringAnswer(error.description) }
      return .draft(try await made(draft, permissions, pick.schedule, progress))
    } catch { return .answer(error) }
  }

  private func offering(
    _ address: String, _ permissions: inout Permissions, inBrowser: Bool = false
  ) async throws(AuthoringAnswer) -> SourceOffering {
    let probe = try await SourceLadder(prober: prober).probe(
      address, &permissions, method: nil, inBrowser: inBrowser)
    permissions.browser = probe.isRendered
    let offering = SourceOffering(probe, now: Date())
    if let refusal = offering.refusal {
      throw AuthoringAnswer("\(address) holds no data; \(refusal).", kind: .shapeDrift)
    }
    return offering
  }

  /// The address in what was typed.
  private func address(_ source: String) throws(AuthoringAnswer) -> String {
    let addresses = read(source).addresses
    guard let address = addresses.first, addresses.count == 1 else {
      throw AuthoringAnswer(
        "Give me the address of one source, like https://example.org/cities.json.")
    }
    return address
  }
}
