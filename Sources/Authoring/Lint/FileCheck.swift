public import BlockModel
import BlockUI
import LuaSource

/// Everything that can be said of the three files of a block without running them, at once.
///
/// `dash check`, the page's editor, saving, and other agents are told the same.
public struct FileCheck: Sendable {
  /// `nil` where the documentation of the stdlib is not at hand: modules are not checked then.
  let names: NameLint?

  init(names: NameLint?) { self.names = names }

  /// - Parameter docs: what the modules have.
  public init(_ docs: StdlibDocs?) { names = docs.map { NameLint($0) } }

  /// - Parameter compiled: what the worker says of the script, which has Lua itself; `nil` when it compiles,
  ///   or was not asked.
  public func report(on texts: BlockTexts, compiled: RunFailure? = nil) -> FileReport {
    let manifestText = ManifestText(texts.manifest)
    let specText = FileText(BlockFiles.specName, texts.spec)
    var problems: [FileProblem] = []
    var manifest: Manifest?
    do throws(ManifestError) {
      manifest = try Manifest(parsing: texts.manifest)
    } catch {
      problems += error.problems.map(Self.problem)
      // What can be read of it serves the rest of the check.
      manifest = try? Manifest(loading: texts.manifest)
    }
    let isManifestGood = problems.isEmpty
    let known = manifest ?? Manifest(name: "Block")
    let strict = CompiledSpec.compile(texts.spec, params: known.params)
    let spec = strict.spec
    if manifest != nil || spec == nil {
      problems += (strict.report.errors + strict.report.warnings).map {
        Self.problem($0, specText, texts.spec)
      }
    }
    do throws(LuaSyntaxProblem) {
      let script = try ScriptReading(texts.script)
      if let compiled {
        problems.append(Self.problem(compiled, near: nil, script.file))
      } else {
        problems += own(script)
        if manifest != nil {
          problems += SettingLint.unknown(script, declared: spec?.declaredParams ?? known.params)
        }
        if let spec {
          problems += EntryLint.actionProblems(script, spec, specText)
          problems += FieldLint.problems(script, spec, known, specText)
        }
        if isManifestGood {
          problems +=
            PermissionLint(script, manifestText, known.permissions, spec: texts.spec).problems
          problems += SettingLint.unused(texts.script, known, spec, manifestText)
        }
      }
    } catch {
      problems.append(
        Self.problem(compiled, near: error, FileText(BlockFiles.scriptName, texts.script)))
    }
    return FileReport(problems: Self.sorted(problems))
  }

  /// What a script says of itself.
  func own(_ script: ScriptReading) -> [FileProblem] {
    (names?.problems(script) ?? []) + LocalLint.problems(script) + EntryLint.problems(script)
  }

  // MARK: In the words of a problem

  private static func problem(_ problem: ManifestProblem) -> FileProblem {
    FileProblem(
      .manifest, as: .manifest, file: BlockFiles.manifestName,
      at: problem.line.map { ($0, problem.column ?? 1) },
      (problem.place.isEmpty || problem.line != nil ? "" : "\(problem.place): ") + problem.problem)
  }

  private static func problem(_ issue: SpecIssue, _ file: FileText, _ text: String) -> FileProblem {
    let fixed = issue.fix.flatMap { JSONPatching.applied($0, to: text) }
    let title = issue.suggest.map { "write '\($0)'" } ?? "correct it"
    return FileProblem(
      .spec, as: issue.level == .error ? .spec : .slip, file: BlockFiles.specName,
      at: issue.line.map { ($0, issue.column ?? 1) }, issue.text,
      fix: fixed.flatMap { FileFix(title, in: file, rewritten: $0) })
  }

  /// Lua's own words where there are some, with our column where the line is the same.
  private static func problem(
    _ compiled: RunFailure?, near ours: LuaSyntaxProblem?, _ file: FileText
  ) -> FileProblem {
    let own = ours.map { file.place(of: $0.offset) }
    guard let compiled else {
      return FileProblem(
        .syntax, as: .syntax, file: file.name, at: own, ours?.message ?? "it does not compile")
    }
    let line = compiled.place?.split(separator: ":").last.flatMap { Int($0) }
    let place = line.map { line in
      own.flatMap { $0.line == line ? $0 : nil } ?? (line: line, column: 1)
    }
    return FileProblem(
      .syntax, as: .syntax, file: file.name, at: place ?? own, compiled.message)
  }

  private static func sorted(_ problems: [FileProblem]) -> [FileProblem] {
    let files = [BlockFiles.manifestName, BlockFiles.scriptName, BlockFiles.specName]
    func key(_ place: Int, _ problem: FileProblem) -> (Int, Int, Int, Int) {
      (
        files.firstIndex(of: problem.file) ?? files.count, problem.line ?? 0, problem.column ?? 0,
        place
      )
    }
    return problems.enumerated()
      .sorted { key($0.offset, $0.element) < key($1.offset, $1.element) }.map(\.element)
  }
}
