import CZlib
public import Foundation

/// Writes an archive into a file of its own, for the owner only. Without ``finish()`` no file is left.
public final class ArchiveWriter {
  private let descriptor: Int32
  private var stream: gzFile?
  private let url: URL
  private var isFinished = false
  private static let piece = 256 << 10

  /// - Throws: ``ArchiveProblem/unwritable(_:)``, also when there is a file of that name: nothing is
  ///   written over.
  public init(_ url: URL) throws(ArchiveProblem) {
    let opened = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    // Before anything of this object is set: the file of somebody else is not taken away with it.
    guard opened >= 0 else { throw Self.systemProblem() }
    self.url = url
    descriptor = opened
    // The stream closes its own descriptor; this one is for the sync at the end.
    let own = dup(descriptor)
    stream = own >= 0 ? gzdopen(own, "wb6") : nil
    guard stream != nil else {
      if own >= 0 { close(own) }
      throw .unwritable("there is not enough memory for it")
    }
  }

  deinit {
    if let stream { gzclose(stream) }
    close(descriptor)
    if !isFinished { unlink(url.path) }
  }

  public func addFolder(_ path: String) throws(ArchiveProblem) {
    try begin(TarHeader(path: path + "/", kind: .folder, bytes: 0))
  }

  public func add(_ path: String, _ bytes: Data) throws(ArchiveProblem) {
    try begin(TarHeader(path: path, kind: .file, bytes: bytes.count))
    try write(Array(bytes))
    try pad(bytes.count)
  }

  /// Adds a file as long as it is at this moment; a link is not followed.
  /// - Returns: `false` when it is not a file, and nothing was added.
  @discardableResult
  public func add(_ path: String, contentsOf file: URL) throws(ArchiveProblem) -> Bool {
    let descriptor = open(file.path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ELOOP || errno == ENOENT else {
        throw .unreadable(String(cString: strerror(errno)))
      }
      return false
    }
    defer { close(descriptor) }
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return false }
    let size = Int(facts.st_size)
    try begin(TarHeader(path: path, kind: .file, bytes: size))
    var left = size
    var buffer = [UInt8](repeating: 0, count: Self.piece)
    while left > 0 {
      let count = read(descriptor, &buffer, min(left, buffer.count))
      guard count > 0 else {
        throw .unreadable(
          count < 0 ? String(cString: strerror(errno)) : "\(path) became shorter while it was read")
      }
      try write(Array(buffer[..<count]))
      left -= count
    }
    try pad(size)
    return true
  }

  /// Ends the archive and puts it on the disk.
  public func finish() throws(ArchiveProblem) {
    try write([UInt8](repeating: 0, count: 2 * TarHeader.size))
    let code = gzclose(stream)
    stream = nil
    guard code == Z_OK, fsync(descriptor) == 0 else { throw Self.systemProblem() }
    isFinished = true
  }

  private func begin(_ header: TarHeader) throws(ArchiveProblem) {
    // Eleven octal digits.
    guard header.bytes < 1 << 33 else { throw .tooLarge("a file of more than 8 GiB") }
    if !header.fits {
      let record = TarHeader.record(ofPath: header.path)
      try write(TarHeader(path: "path", kind: .extended, bytes: record.count).block)
      try write(record)
      try pad(record.count)
    }
    try write(header.block)
  }

  private func pad(_ count: Int) throws(ArchiveProblem) {
    let rest = count % TarHeader.size
    if rest > 0 { try write([UInt8](repeating: 0, count: TarHeader.size - rest)) }
  }

  private func write(_ bytes: [UInt8]) throws(ArchiveProblem) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.piece)
      // Safe because zlib reads at most the count it is given, and copies what it keeps.
      let count = bytes[start..<end].withUnsafeBytes {
        gzwrite(stream, $0.baseAddress, UInt32($0.count))
      }
      guard count > 0 else { throw Self.systemProblem() }
      start += Int(count)
    }
  }

  private static func systemProblem() -> ArchiveProblem {
    .unwritable(
      errno == EEXIST ? "a file of that name exists already" : String(cString: strerror(errno)))
  }
}
