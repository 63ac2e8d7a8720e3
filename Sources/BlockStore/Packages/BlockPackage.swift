public import BlockModel
public import Foundation

/// A block on its way to another dashboard: its files and, perhaps, what its sources answered. A `.dashblock`
/// is an archive of it, and so is a folder with the same members.
///
///     dashblock.json                      what this is: {"dashblock": 1}
///     block.json block.lua block.ui.json  the version that served
///     recordings/001.json                 when it was recorded, and what the run returned
///     recordings/001/…                    what sources answered, as a cassette
///
/// No secret, value of a setting, key or series is a member of it.
public struct BlockPackage: Hashable, Sendable {
  /// Answers of sources, and what the block made of them with the default values of its settings.
  public struct Answers: Hashable, Sendable {
    public var at: Date
    public var data: JSONValue
    /// The files of a cassette, by name.
    public var files: [String: Data]

    public init(at: Date, data: JSONValue, files: [String: Data]) {
      self.at = at
      self.data = data
      self.files = files
    }

    public var bytes: Int { files.values.reduce(0) { $0 + $1.count } }

    /// Writes the cassette into a folder that is there.
    public func write(to folder: URL) throws(StorageError) {
      do {
        for (name, bytes) in files { try bytes.write(to: folder.appending(path: name)) }
      } catch { throw StorageError(error, at: folder) }
    }
  }

  public var texts: BlockTexts
  /// The newest first.
  public var answers: [Answers]

  public init(texts: BlockTexts, answers: [Answers] = []) {
    self.texts = texts
    self.answers = answers
  }

  static let format = 1
  static let fileExtension = "dashblock"
  static let indexName = "dashblock.json"
  static let answersName = "recordings"
  /// Recordings of one package.
  static let mostAnswers = 50
}

/// Why a package cannot be read or written.
public struct PackageProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file or folder, as it was given.
  public var path: String
  /// The end of a sentence.
  public var reason: String

  init(_ path: String, _ reason: String) {
    self.path = path
    self.reason = reason
  }

  public var description: String { "The block in \(path) cannot be used: \(reason)." }
}
