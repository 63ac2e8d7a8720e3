public import BlockModel

/// Why a file of a block cannot be read.
public struct BlockFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Reason: Error, Hashable, Sendable {
    case missing
    /// A folder, a pipe or a device.
    case noFile
    case tooLarge(bytes: Int)
    /// The first byte that is not UTF-8, and its line, counted from 1.
    case noText(byte: UInt8, line: Int)
    case unreadable(String)
  }

  /// `block.lua`
  public var name: String
  public var reason: Reason

  /// `block.lua:2`, or only the file.
  public var place: String {
    if case .noText(_, let line) = reason { "\(name):\(line)" } else { name }
  }

  /// What is wrong and what to do next.
  public var message: String {
    switch reason {
    case .missing:
      "there is no such file; a block is block.json, block.lua and block.ui.json"
    case .noFile: "this is not a file; put a text file there"
    case .tooLarge(let bytes):
      "the file has \(ByteSize.limit(bytes)), and a file of a block has at most \(ByteSize.limit(BlockTexts.mostBytes))"
    case .noText(let byte, _):
      "byte \(String(byte, radix: 16, uppercase: true)) is not UTF-8; save the file as UTF-8"
    case .unreadable(let reason):
      "the file cannot be read (\(reason)); check its owner and permissions"
    }
  }

  public var description: String { "\(place): \(message)" }
}

extension BlockTexts {
  /// Bytes that each of the three files may have.
  public static let mostBytes = 4 << 20
}
