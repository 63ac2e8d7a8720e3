import CZlib
public import Foundation

/// Reads an archive from beginning to end, and believes nothing in it: each path stays below the top, each
/// member is a file or a folder and there once, and what is unpacked has bounds.
public final class ArchiveReader {
  private let stream: gzFile
  private let limits: ArchiveLimits
  private var paths: Set<String> = []
  private var unpacked = 0
  private var isAtEnd = false
  /// Bytes of the member at hand that were not read yet, and zeros that fill its last block.
  private var (left, padding) = (0, 0)

  private static let piece = 256 << 10
  private static let largestRecords = 64 << 10

  public init(_ url: URL, limits: ArchiveLimits) throws(ArchiveProblem) {
    self.limits = limits
    let descriptor = open(url.path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(String(cString: strerror(errno))) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .unreadable("it is not a file")
    }
    guard let stream = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw .unreadable("there is not enough memory for it")
    }
    self.stream = stream
    guard facts.st_size > 0, gzdirect(stream) == 0 else { throw .noArchive }
  }

  deinit { gzclose(stream) }

  /// The next member; what was not read of the one before is passed over.
  /// - Returns: `nil` behind the last one.
  public func next() throws(ArchiveProblem) -> ArchiveMember? {
    guard !isAtEnd else { return nil }
    while try read() != nil {}
    var longPath: String?
    while true {
      guard let header = try TarHeader(try exactly(TarHeader.size)) else {
        isAtEnd = true
        return nil
      }
      switch header.kind {
      case .extended, .global:
        guard header.bytes <= Self.largestRecords else { throw .noArchive }
        (left, padding) = (header.bytes, Self.padding(of: header.bytes))
        let path = try TarHeader.path(inRecords: try all())
        if header.kind == .extended { longPath = path }
      case .file, .folder:
        let path = try MemberPath.checked(longPath ?? header.path)
        guard !path.isEmpty else {
          // tar(1) tells of the folder that it packed.
          guard header.kind == .folder else { throw .refused(path: "", because: "it has no name") }
          longPath = nil
          continue
        }
        guard paths.insert(path).inserted else {
          throw .refused(path: path, because: "it occurs twice")
        }
        guard paths.count <= limits.members else {
          throw .tooLarge("more than \(limits.members) files")
        }
        guard header.bytes <= limits.fileBytes else {
          throw .refused(path: path, because: "it is larger than \(limits.fileBytes >> 10) KiB")
        }
        (left, padding) = (header.bytes, Self.padding(of: header.bytes))
        return ArchiveMember(path: path, isFolder: header.kind == .folder, size: header.bytes)
      }
    }
  }

  /// The next bytes of the member at hand; `nil` at its end.
  public func read() throws(ArchiveProblem) -> [UInt8]? {
    guard left > 0 else {
      if padding > 0 { _ = try exactly(padding) }
      padding = 0
      return nil
    }
    let bytes = try exactly(min(left, Self.piece))
    left -= bytes.count
    return bytes
  }

  /// All bytes of the member at hand, which ``ArchiveLimits/fileBytes`` bounds.
  public func all() throws(ArchiveProblem) -> [UInt8] {
    var bytes: [UInt8] = []
    while let more = try read() { bytes += more }
    return bytes
  }

  private static func padding(of count: Int) -> Int {
    (TarHeader.size - count % TarHeader.size) % TarHeader.size
  }

  private func exactly(_ count: Int) throws(ArchiveProblem) -> [UInt8] {
    unpacked += count
    guard unpacked <= limits.bytes else {
      throw .tooLarge("more than \(limits.bytes >> 20) MiB when it is unpacked")
    }
    var bytes = [UInt8](repeating: 0, count: count)
    // Safe because zlib writes at most the count it is given, and keeps nothing of the buffer.
    let got = bytes.withUnsafeMutableBytes { gzread(stream, $0.baseAddress, UInt32($0.count)) }
    guard got >= 0 else {
      var code: Int32 = 0
      gzerror(stream, &code)
      if code == Z_ERRNO { throw .unreadable(String(cString: strerror(errno))) }
      throw code == Z_BUF_ERROR ? .cutOff : .noArchive
    }
    guard got == count else { throw .cutOff }
    return bytes
  }
}
