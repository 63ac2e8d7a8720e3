public import BlockModel

/// Something that is wrong with the files of a block, seen without running them: where, what, why, how to
/// mend it, and the mending itself where it is safe.
public struct FileProblem: Hashable, Sendable, CustomStringConvertible {
  ///
  /// Of what the gate knows, too, ``CandidateRules`` says it: an error keeps what another program wrote from
  /// becoming a version. A person may save it where it can run and be shown, and is told the same.
  public enum Severity: String, Hashable, Sendable {
    /// The block cannot run, cannot be shown, or does nothing where it is written to do something.
    case error
    /// It runs, and something is not as its author will have meant it.
    case warning

    init(_ kind: CandidateFinding.Kind) {
      self = CandidateRules.verdict(kind, for: .agent) == .blocks ? .error : .warning
    }
  }

  /// What kind of mistake it is, as programs read it.
  public enum Code: String, CaseIterable, Hashable, Sendable {
    case file, manifest, spec, syntax
    case unknownModule = "unknown_module"
    case unknownMember = "unknown_member"
    case unknownGlobal = "unknown_global"
    case setGlobal = "set_global"
    case unusedLocal = "unused_local"
    case shadowing
    case noReturn = "no_return"
    case unknownParam = "unknown_param"
    case unusedParam = "unused_param"
    case missingField = "missing_field"
    case unshownField = "unshown_field"
    case unansweredAction = "unanswered_action"
    case uncalledAction = "uncalled_action"
    case missingHost = "missing_host"
    case unusedHost = "unused_host"
    case missingMethod = "missing_method"
    case unusedMethod = "unused_method"
    case missingSecret = "missing_secret"
    case unusedSecret = "unused_secret"
    case missingBrowser = "missing_browser"
    case unusedBrowser = "unused_browser"
  }

  public var code: Code
  public var severity: Severity
  /// `block.lua`
  public var file: String
  /// From 1; `nil` for what is wrong with the whole file.
  public var line: Int?
  /// From 1, in characters.
  public var column: Int?
  /// One clause: what is wrong.
  public var message: String
  /// What comes of it, when that is not plain.
  public var why: String?
  /// What to write instead.
  public var mend: String?
  public var fix: FileFix?

  init(
    _ code: Code, _ severity: Severity, file: String, at place: (line: Int, column: Int)? = nil,
    _ message: String, why: String? = nil, mend: String? = nil, fix: FileFix? = nil
  ) {
    self.code = code
    self.severity = severity
    self.file = file
    line = place?.line
    column = place?.column
    self.message = message
    self.why = why
    self.mend = mend
    self.fix = fix
  }

  /// - Parameter kind: what the gate calls it.
  init(
    _ code: Code, as kind: CandidateFinding.Kind, file: String,
    at place: (line: Int, column: Int)? = nil, _ message: String, why: String? = nil,
    mend: String? = nil, fix: FileFix? = nil
  ) {
    self.init(
      code, Severity(kind), file: file, at: place, message, why: why, mend: mend, fix: fix)
  }

  /// `block.lua:3:7`
  public var place: String {
    ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }

  /// The clause, and how to mend it.
  public var sentence: String {
    guard let mend else { return message }
    return message.hasSuffix("?") ? "\(message) \(mend.asSentence)" : "\(message); \(mend)"
  }

  /// `block.lua:3:7: error: …`
  public var description: String { "\(place): \(severity.rawValue): \(sentence)" }

  /// How exit codes and the run log call it.
  public var failure: FailureKind { file == BlockFiles.scriptName ? .scriptError : .specError }

  public var json: JSONValue {
    var members: JSONObject = [
      "code": .string(code.rawValue), "severity": .string(severity.rawValue),
      "file": .string(file), "line": line.map { .integer(Int64($0)) } ?? .null,
      "column": column.map { .integer(Int64($0)) } ?? .null, "message": .string(message),
    ]
    if let why { members["why"] = .string(why) }
    if let mend { members["mend"] = .string(mend) }
    if let fix { members["fix"] = fix.json }
    return .object(members)
  }
}

/// What a check of three files found, in the order of the files and of their lines.
public struct FileReport: Hashable, Sendable {
  public var problems: [FileProblem]

  public init(problems: [FileProblem] = []) { self.problems = problems }

  /// No error; warnings do not count.
  public var isGood: Bool { errors.isEmpty }
  public var errors: [FileProblem] { problems.filter { $0.severity == .error } }

  public var json: JSONValue {
    ["ok": .bool(isGood), "problems": .array(problems.map(\.json))]
  }
}
