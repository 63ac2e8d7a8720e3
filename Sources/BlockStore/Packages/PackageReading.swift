import Archives
import BlockModel
public import Foundation

extension BlockPackage {
  /// A person's file may come from anywhere.
  private static let limits = ArchiveLimits(
    members: 2_000, bytes: 64 << 20, fileBytes: BlockTexts.mostBytes)

  /// Is something at this path that is meant as a block: a folder with a manifest, or a file that is named
  /// like a package?
  public static func isThere(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return false }
    guard isFolder.boolValue else { return path.hasSuffix("." + fileExtension) }
    return DurableFiles.names(in: URL(filePath: path)).contains(BlockFiles.manifestName)
  }

  /// Does a text name a `.dashblock`, by one word and its ending? No sentence does.
  public static func isNamed(_ text: String) -> Bool {
    text.hasSuffix("." + fileExtension) && !text.contains(where: \.isWhitespace)
      && !text.contains("://")
  }

  /// Reads a `.dashblock`, or a folder with the same members. Nothing of it is run or written.
  public init(at url: URL) throws(PackageProblem) {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    if isFolder.boolValue { try self.init(folder: url) } else { try self.init(archive: url) }
  }

  private init(archive url: URL) throws(PackageProblem) {
    var members: [PackageMember: Data] = [:]
    do throws(ArchiveProblem) {
      let reader = try ArchiveReader(url, limits: Self.limits)
      while let member = try reader.next() {
        if member.isFolder, PackageMember.isFolder(member.path) { continue }
        guard !member.isFolder, let place = PackageMember(path: member.path) else {
          throw .refused(path: member.path, because: "no block has it")
        }
        members[place] = Data(try reader.all())
      }
    } catch { throw PackageProblem(url.path, error.description) }
    guard members[.index] != nil else {
      throw PackageProblem(url.path, "\(Self.indexName), which says what it is, is missing")
    }
    try self.init(members, at: url.path)
  }

  /// A folder that somebody wrote has no index and no recordings; what else lies in it stays unread.
  private init(folder url: URL) throws(PackageProblem) {
    var members: [PackageMember: Data] = [:]
    func add(_ path: String) throws(PackageProblem) {
      guard let place = PackageMember(path: path), let bytes = try Self.file(path, in: url) else {
        return
      }
      members[place] = bytes
      guard members.count <= Self.limits.members,
        members.values.reduce(0, { $0 + $1.count }) <= Self.limits.bytes
      else { throw PackageProblem(url.path, "it holds too much") }
    }
    for name in DurableFiles.names(in: url) { try add(name) }
    let answers = url.appending(path: Self.answersName)
    // A link could lead anywhere.
    if (try? FileManager.default.destinationOfSymbolicLink(atPath: answers.path)) == nil {
      for name in DurableFiles.names(in: answers) {
        try add("\(Self.answersName)/\(name)")
        guard PackageMember.isFolder("\(Self.answersName)/\(name)") else { continue }
        for file in DurableFiles.names(in: answers.appending(path: name)) {
          try add("\(Self.answersName)/\(name)/\(file)")
        }
      }
    }
    try self.init(members, at: url.path)
  }

  /// - Returns: `nil` for what is not a file itself.
  private static func file(_ path: String, in folder: URL) throws(PackageProblem) -> Data? {
    let descriptor = open(
      folder.appending(path: path).path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      guard errno == ELOOP else {
        throw PackageProblem(
          folder.path, "\(path) cannot be read (\(String(cString: strerror(errno))))")
      }
      throw PackageProblem(folder.path, "\(path) is a link; put the file itself there")
    }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var facts = stat()
    guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { return nil }
    let bytes = (try? handle.read(upToCount: limits.fileBytes + 1)) ?? Data()
    guard bytes.count <= limits.fileBytes else {
      throw PackageProblem(
        folder.path, "\(path) is larger than \(ByteSize.limit(limits.fileBytes))")
    }
    return bytes
  }

  private init(_ members: [PackageMember: Data], at path: String) throws(PackageProblem) {
    func json(_ place: PackageMember, _ name: String) throws(PackageProblem) -> JSONValue? {
      guard let bytes = members[place] else { return nil }
      guard let value = try? JSONValue(parsing: Array(bytes)) else {
        throw PackageProblem(path, "\(name) is not JSON")
      }
      return value
    }
    if let index = try json(.index, Self.indexName) {
      guard let format = index["dashblock"]?.count() else {
        throw PackageProblem(path, "\(Self.indexName) does not say which format it has")
      }
      guard format <= Self.format else {
        throw PackageProblem(path, "a newer version of Dash wrote it; install that version")
      }
    }
    func text(_ name: String) throws(PackageProblem) -> String {
      guard let bytes = members[.text(name)] else {
        throw PackageProblem(path, "\(name) is missing")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw PackageProblem(path, "\(name) is not a text in UTF-8")
      }
      return text
    }
    texts = BlockTexts(
      manifest: try text(BlockFiles.manifestName), script: try text(BlockFiles.scriptName),
      spec: try text(BlockFiles.specName))
    answers = []
    for number in 1...Self.mostAnswers {
      let name = "\(Self.answersName)/\(PackageMember.name(number)).json"
      var files: [String: Data] = [:]
      for case (.answer(number, let file), let bytes) in members { files[file] = bytes }
      guard let about = try json(.recording(number), name) else {
        guard files.isEmpty else { throw PackageProblem(path, "\(name) is missing") }
        continue
      }
      guard let at = about["at"]?.number, at.isFinite, let data = about["data"], !files.isEmpty
      else { throw PackageProblem(path, "\(name) is incomplete") }
      answers.append(Answers(at: Date(clampingUnix: at), data: data, files: files))
    }
    answers.sort { $0.at > $1.at }
  }
}
