import Archives
import BlockModel
public import Foundation

extension BlockPackage {
  /// Writes a new file, for the owner only; nothing is written over.
  public func write(to url: URL) throws(PackageProblem) {
    do throws(ArchiveProblem) {
      let writer = try ArchiveWriter(url)
      func add(_ path: String, _ json: JSONValue) throws(ArchiveProblem) {
        try writer.add(path, Data((json.json(.pretty) + "\n").utf8))
      }
      try add(Self.indexName, ["dashblock": .integer(Int64(Self.format))])
      for (name, text) in texts.named { try writer.add(name, Data(text.utf8)) }
      for (index, answers) in answers.prefix(Self.mostAnswers).enumerated() {
        let name = "\(Self.answersName)/\(PackageMember.name(index + 1))"
        try add(
          "\(name).json", ["at": .number(answers.at.timeIntervalSince1970), "data": answers.data])
        for (file, bytes) in answers.files.sorted(by: { $0.key < $1.key }) {
          try writer.add("\(name)/\(file)", bytes)
        }
      }
      try writer.finish()
    } catch {
      throw PackageProblem(url.path, error.description)
    }
  }

  /// The bytes of its file.
  public var archive: Data {
    get throws(PackageProblem) {
      let url = FileManager.default.temporaryDirectory
        .appending(path: "dash-\(UUID().uuidString).\(Self.fileExtension)")
      defer { try? FileManager.default.removeItem(at: url) }
      try write(to: url)
      do { return try Data(contentsOf: url) } catch {
        throw PackageProblem(url.path, error.localizedDescription)
      }
    }
  }
}

extension BlockPackage.Answers {
  /// A recording that ``RecordingStorage`` kept.
  /// - Returns: `nil` when its files cannot be read any more.
  public init?(_ recording: Recording) {
    var files: [String: Data] = [:]
    for name in DurableFiles.names(in: recording.folder) where !name.hasPrefix(".") {
      guard let bytes = try? Data(contentsOf: recording.folder.appending(path: name)) else {
        return nil
      }
      files[name] = bytes
    }
    guard !files.isEmpty else { return nil }
    self.init(at: recording.at, data: recording.data, files: files)
  }
}
