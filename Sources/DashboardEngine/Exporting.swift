import BlockHealth
public import BlockModel
public import BlockStore
import Egress
public import Foundation

/// A block as it would leave the dashboard, with all that is told before it does.
public struct BlockExport: Sendable {
  /// A recording, and whether it goes along.
  public struct Recorded: Sendable, Hashable {
    public var at: Date
    /// Whose answers it holds.
    public var addresses: [String]
    public var bytes: Int
    /// Why it stays here; `nil` when it goes along.
    public var leftOut: String?

    /// `26 Nov 2026, 08:00: https://example.org/feed.xml (12 kB)`, with the reason if it is left out.
    public var line: String {
      let reason = leftOut.map { "; left out: \($0)" } ?? ""
      return
        "\(at.formatted(.iso8601)): \(addresses.joined(separator: ", ")) (\(ByteSize.text(bytes)))\(reason)"
    }
  }

  /// Whether recordings go along.
  public enum Choice: String, Sendable, CaseIterable {
    /// Unless the block has secrets or places that are not public.
    case automatic
    case with
    case without
  }

  public var name: String
  public var package: BlockPackage
  public var recordings: [Recorded]

  /// Does any recording go along?
  public var hasRecordings: Bool { !package.answers.isEmpty }

  /// The bytes of the `.dashblock`.
  public var archive: Data {
    get throws(EngineError) {
      do throws(PackageProblem) { return try package.archive } catch {
        throw .storage(error.description)
      }
    }
  }
}

extension DashboardEngine {
  /// A block to be carried elsewhere: manifest, script, spec, and what its sources answered. Its secrets, the
  /// values of its settings, its keys and series stay here, and so does each recording that was made with
  /// such a value.
  /// - Throws: ``EngineError/edit(_:)`` when the value of a secret stands in one of the files.
  public func export(
    _ id: BlockID, recordings choice: BlockExport.Choice = .automatic
  ) async throws(EngineError) -> BlockExport {
    let block = try await entry(id)
    guard let texts = block.texts else {
      throw .edit(
        EditProblem(
          place: BlockFiles.manifestName, message: block.damage ?? "it cannot be read"))
    }
    let secrets = try await secretValues()
    let package = BlockPackage(texts: texts.strict(block.files))
    for (name, text) in package.texts.named {
      guard let secret = secrets.first(where: { $0.mask.masking(text) != text }) else { continue }
      throw .edit(
        EditProblem(
          place: name,
          message:
            "it contains the value of the key '\(secret.name)'; write {{secret:\(secret.name)}} in its place, and export it then"
        ))
    }
    var export = BlockExport(name: block.files.manifest.name, package: package, recordings: [])
    let all = try await stored { () throws(StorageError) in try await storage.recordings(of: id) }
    let isPrivate = block.permissions.isPrivate || block.files.manifest.permissions.isPrivate
    for recording in all where recording.isGood {
      guard let answers = BlockPackage.Answers(recording) else { continue }
      let reason: String? =
        if choice == .without {
          "not asked for"
        } else if choice == .automatic, isPrivate {
          "the block has keys or places at home, so it stays here unless it is asked for"
        } else if !recording.params.isEmpty {
          "it was made with values that you set"
        } else if let secret = secrets.first(where: { $0.isIn(answers) }) {
          "it contains the value of the key '\(secret.name)'"
        } else {
          nil
        }
      export.recordings.append(
        BlockExport.Recorded(
          at: recording.at,
          addresses: RecordedAnswer.all(in: recording.folder).map(\.url).sorted(),
          bytes: answers.bytes, leftOut: reason))
      if reason == nil { export.package.answers.append(answers) }
    }
    return export
  }

  /// To be called when a package was given away.
  public func noteExport(_ export: BlockExport, of id: BlockID) async {
    let count = export.package.answers.count
    let answers =
      count == 0
      ? "without recordings" : count == 1 ? "with 1 recording" : "with \(count) recordings"
    await note("Exported it \(answers).", id)
  }

  private func secretValues() async throws(EngineError) -> [KnownSecret] {
    try await stored { () throws(StorageError) in
      var secrets: [KnownSecret] = []
      for name in try await storage.secretNames() {
        guard let value = try await storage.secret(name) else { continue }
        secrets.append(KnownSecret(name: name, mask: SecretMask([value])))
      }
      return secrets
    }
  }
}

/// A secret by its name, and what finds its value.
private struct KnownSecret {
  var name: String
  var mask: SecretMask

  func isIn(_ answers: BlockPackage.Answers) -> Bool {
    let data = answers.data.json()
    return mask.masking(data) != data
      || answers.files.values.contains { mask.masking(Array($0)) != Array($0) }
  }
}

extension BlockTexts {
  /// Whoever takes a block reads its manifest strictly; what this version passed over is left out then.
  fileprivate func strict(_ files: BlockFiles) -> BlockTexts {
    guard (try? self.files()) == nil else { return self }
    var texts = self
    texts.manifest = BlockTexts(files).manifest
    return texts
  }
}
