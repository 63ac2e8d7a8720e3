public import BlockModel
public import Foundation

extension BlockTexts {
  /// Reads the three files of a version, a working copy, or a folder that somebody wrote by hand. Each is
  /// read as what it is or not at all: a byte that is not UTF-8 is not replaced by another character.
  public init(folder: URL) throws(BlockFileProblem) {
    self.init(
      manifest: try Self.read(BlockFiles.manifestName, in: folder),
      script: try Self.read(BlockFiles.scriptName, in: folder),
      spec: try Self.read(BlockFiles.specName, in: folder))
  }

  static func read(_ name: String, in folder: URL) throws(BlockFileProblem) -> String {
    do throws(BlockFileProblem.Reason) {
      return try text(at: folder.appending(path: name).path)
    } catch {
      throw BlockFileProblem(name: name, reason: error)
    }
  }

  private static func text(at path: String) throws(BlockFileProblem.Reason) -> String {
    // A pipe that nobody writes to would keep its reader waiting.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .missing : .unreadable(String(cString: strerror(errno)))
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { throw .noFile }
    guard facts.st_size <= mostBytes else { throw .tooLarge(bytes: Int(facts.st_size)) }
    let bytes: Data
    do { bytes = try file.read(upToCount: mostBytes) ?? Data() } catch {
      throw .unreadable("\(error.localizedDescription)")
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let (byte, line) = firstOddByte(of: bytes)
      throw .noText(byte: byte, line: line)
    }
    return text
  }

  /// The first byte of a text with which no character begins, and its line.
  private static func firstOddByte(of text: Data) -> (byte: UInt8, line: Int) {
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where String(validating: line, as: UTF8.self) == nil {
      var rest = line
      while let byte = rest.first {
        let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
        guard let length else { return (byte, index + 1) }
        rest = rest.dropFirst(length)
      }
    }
    return (0, 1)
  }
}
