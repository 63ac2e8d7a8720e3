public import BlockModel

/// An alert whose condition and words were read: says what of some data it is about.
public struct CompiledAlert: Hashable, Sendable {
  /// Something that the condition holds of: the data as a whole, or one row.
  public struct Hit: Hashable, Sendable {
    /// By what the row is known again; empty for the data as a whole.
    public var key: String
    /// What the person is told.
    public var text: String
  }

  public let alert: Alert
  private let when: Condition
  private let say: Template?
  /// The list whose rows are judged; `nil` judges the data.
  private let each: Path?

  public init(_ alert: Alert) throws(AlertProblem) {
    self.alert = alert
    do throws(SyntaxProblem) { when = try Condition(parsing: alert.when) } catch {
      throw AlertProblem(alert.name, "when", error)
    }
    do throws(SyntaxProblem) { say = try alert.say.map(Self.template) } catch {
      throw AlertProblem(alert.name, "say", error)
    }
    do throws(SyntaxProblem) { each = try alert.each.map(Self.list) } catch {
      throw AlertProblem(alert.name, "each", error)
    }
  }

  private static func template(_ text: String) throws(SyntaxProblem) -> Template {
    try Template(parsing: text)
  }

  /// `stories[]` is what a rule of the contract calls the rows of `stories`.
  private static func list(_ text: String) throws(SyntaxProblem) -> Path {
    try PathParser.path(text.hasSuffix("[]") ? String(text.dropLast(2)) : text)
  }

  /// Rows that are judged.
  private static let rows = 500
  /// Characters of what is told.
  private static let length = 500

  /// What the condition holds of, in the order of the data.
  public func hits(_ context: RenderContext) -> [Hit] {
    let scope = Scope(
      data: context.data, params: context.params, now: context.now.timeIntervalSince1970,
      block: ["name": .string(context.blockName), "id": .string(context.block.text)])
    let format = ValueFormat(
      locale: context.locale, zone: context.timeZone, now: context.now, warn: { _ in })
    func text(_ scope: Scope, _ name: String) -> String {
      let said = say?.string(
        in: scope, format: ValueFormatter { value, calls in format.text(value, calls) })
      return PlainText.truncate(said.flatMap { $0.isEmpty ? nil : $0 } ?? name, Self.length)
    }
    guard let each else {
      return when.evaluate(in: scope) ? [Hit(key: "", text: text(scope, alert.name))] : []
    }
    let rows = (scope.value(at: each)?.array ?? []).prefix(Self.rows)
    let identity = RowIdentity.member(of: rows)
    return rows.enumerated().compactMap { index, row in
      let inner = scope.row(row, index: index + 1)
      guard when.evaluate(in: inner) else { return nil }
      let known = identity.flatMap { row[$0] } ?? row
      let name = known.plainText.map { "\(alert.name): \($0)" } ?? alert.name
      return Hit(key: Self.key(known), text: text(inner, name))
    }
  }

  /// Short, and the same in every process: FNV-1a of 64 bits.
  private static func key(_ value: JSONValue) -> String {
    let hash = value.utf8(.sorted).reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return String(hash, radix: 16)
  }

  // MARK: Against data

  /// What of the alert is not in the data, so that it could never be told: a name with a typing error is
  /// silent forever.
  public func problems(in data: JSONValue) -> [AlertProblem] {
    var scope = SampleScope(data: data)
    if let each {
      switch scope.lookup(each) {
      case .unknown: return []
      case .absent(let name, let place, let keys):
        return [AlertProblem(alert.name, "each", Self.lacks(name, place, keys))]
      case .found(let value):
        guard let rows = value.array else {
          return [
            AlertProblem(
              alert.name, "each", "'\(each.text)' is a \(value.kindName), not a list of rows")
          ]
        }
        scope = scope.row(SampleRows.merged(rows), as: nil)
      }
    }
    let said = (say?.bindings ?? []).map { ("say", $0.path) }
    return (when.paths.map { ("when", $0) } + said).compactMap { member, path in
      guard case .absent(let name, let place, let keys) = scope.lookup(path) else { return nil }
      return AlertProblem(alert.name, member, Self.lacks(name, place, keys))
    }
  }

  private static func lacks(_ name: String, _ place: String, _ keys: [String]) -> String {
    let near = NearName.best(for: name, among: keys).map { "; did you mean '\($0)'?" }
    let has =
      keys.isEmpty ? "" : "; there is: \(keys.prefix(20).joined(separator: ", "))"
    return "'\(name)' is not in \(place)" + (near ?? has)
  }
}
