public import BlockModel

extension CompiledSpec {
  /// At most this many bytes of spec.
  public static let maximumBytes = 64 * 1024

  /// What compiling gives: the spec when there is no error, and the report in any case.
  public typealias Compilation = (
    spec: CompiledSpec?, report: CheckReport, canonicalText: String?
  )

  /// Checks the text, the shape and the meaning of a spec, without data, and parses it.
  ///
  /// - Parameters:
  ///   - text: `block.ui.json`.
  ///   - params: the parameters of the manifest.
  ///   - repairing: sets right what is unambiguous and reports it in `repaired`.
  /// - Returns: `canonicalText` is the spec as it should be saved, given when there is no error.
  public static func compile(
    _ text: String, params: [Param] = [], repairing: Bool = false
  ) -> Compilation {
    compile(text, params: params, repairing: repairing, lenient: false)
  }

  /// Reads a spec that an older or newer program accepted: what is not understood is a warning
  /// and a placeholder, never an error.
  public static func compileForDisplay(_ text: String, params: [Param] = []) -> Compilation {
    compile(text, params: params, repairing: false, lenient: true)
  }

  private static func compile(
    _ text: String, params: [Param], repairing: Bool, lenient: Bool
  ) -> Compilation {
    var report = CheckReport()
    guard text.utf8.count <= maximumBytes else {
      report.errors = [tooLarge(text)]
      return (nil, report, nil)
    }
    var source = text
    var parsed: JSONValue?
    var syntax: JSONParseError?
    do throws(JSONParseError) { parsed = try JSONValue(parsing: text) } catch { syntax = error }
    if parsed == nil, repairing, let repair = TextRepair.repaired(text),
      let value = try? JSONValue(parsing: repair.text)
    {
      parsed = value
      source = repair.text
      report.repaired = repair.done.map { SpecIssue(level: .warning, .json, at: "", $0) }
    }
    guard var document = parsed else {
      report.errors = [SyntaxPlace.issue(in: text, syntax)]
      return (nil, report, nil)
    }
    var issues = SyntaxPlace.duplicateKeys(in: source)
    let hasDoubles = !issues.isEmpty
    var reading = read(document, params, lenient: lenient)
    if repairing {
      let repair = FixRepair.repair(document, reading.issues) {
        read($0, params, lenient: false).issues
      }
      if !repair.done.isEmpty {
        document = repair.document
        report.repaired += SyntaxPlace.located(repair.done, in: source)
        reading = read(document, params, lenient: false)
      }
    }
    issues += reading.issues
    if !issues.isEmpty {
      let located = SyntaxPlace.located(issues, in: source)
      report.errors = Array(
        located.filter { $0.level == .error }.prefix(CheckReport.maximumErrors))
      report.warnings = located.filter { $0.level == .warning }
    }
    guard report.ok, let spec = reading.spec, !hasDoubles || lenient else {
      return (nil, report, nil)
    }
    return (spec, report, document.json(.pretty) + "\n")
  }

  private static func read(
    _ document: JSONValue, _ params: [Param], lenient: Bool
  ) -> (spec: CompiledSpec?, issues: [SpecIssue]) {
    let names = names(of: params, in: document)
    var reader = SpecReader(params: names.params, secrets: names.secrets, isLenient: lenient)
    guard case .object(let members) = document else {
      reader.report(
        .type, "a spec is an object with 'ui' and 'body', not a \(document.kindName)",
        fix: document.array != nil
          ? Pointer.replace("", ["ui": 1, "body": document]) : nil)
      return (nil, reader.issues)
    }
    let root = reader.read(spec: members)
    let declared = params + rootParams(of: document, besides: params)
    let spec = CompiledSpec(root: root, body: root.nodes(.body), declaredParams: declared)
    return (spec, reader.issues)
  }

  static func tooLarge(_ text: String) -> SpecIssue {
    SpecIssue(
      .tooLarge, at: "",
      "the spec has \(text.utf8.count) bytes; at most \(maximumBytes) are allowed")
  }

  /// The names of the parameters a spec may read, and those it must not.
  static func names(
    of params: [Param], in document: JSONValue
  ) -> (params: Set<String>, secrets: Set<String>) {
    var names = Set(params.map(\.name))
    var secrets: Set<String> = []
    for param in document["params"]?.array ?? [] {
      guard let name = param["name"]?.string else { continue }
      names.insert(name)
      if param["type"]?.string == "secret" { secrets.insert(name) }
    }
    return (names, secrets)
  }

  /// Parameters in the root of an old spec; those it declares wrongly are reported by the reader.
  private static func rootParams(of document: JSONValue, besides params: [Param]) -> [Param] {
    guard let list = document["params"], let read = try? Param.list(json: list) else { return [] }
    let known = Set(params.map(\.name))
    return read.filter { !known.contains($0.name) }
  }
}

extension SpecReader {
  /// Reads a whole spec.
  mutating func read(spec members: JSONObject) -> Properties {
    let root = properties(members, as: Shapes.root)
    checkForms(root.nodes(.body))
    return root
  }

  /// Forms show only parameters that are declared.
  private mutating func checkForms(_ nodes: [Node]) {
    for node in nodes {
      for tab in node.properties.objects(.tabs) { checkForms(tab.nodes(.children)) }
      checkForms(node.properties.nodes(.children))
      guard node.kind == .component(.form) else { continue }
      for (index, name) in node.properties.words(.params).enumerated()
      where !params.contains(name) || secrets.contains(name) {
        let known = params.subtracting(secrets).sorted()
        report(
          .unknownParam,
          "there is no parameter '\(name)'"
            + (known.isEmpty
              ? "; the block declares none"
              : "; the block declares \(known.joined(separator: ", "))"),
          at: node.pointer + "/params/\(index)",
          suggest: NearName.best(for: name, among: known), expected: known)
      }
    }
  }
}
