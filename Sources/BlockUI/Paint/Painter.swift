import BlockModel
import Foundation
import OrderedCollections
import Synchronization

/// What one rendering of one card needs and counts.
///
/// One painter paints one card once, on one thread. It does not know the components: whoever makes
/// it says what draws each of them, and they draw what they contain through it.
final class Painter {
  let context: RenderContext
  let spec: CompiledSpec
  let format: ValueFormat
  let formatter: ValueFormatter
  /// What draws a component.
  let renderer: (Component) -> any ComponentRenderer.Type
  /// What reads the columns of a table that come from the data.
  let columns: (JSONValue) -> [Properties]
  private let notes = Notes()
  private var nodes = 0
  private var bytes = 0
  private var stringBytes = 0
  private var refusals = 0
  /// Texts with bindings that gave something, and sole bindings that gave nothing.
  private(set) var knownValues = 0
  private(set) var missingValues = 0
  /// What can be clicked, as far as it is kept.
  private(set) var actions: [RenderedAction] = []
  private var images = 0
  private var ids = 0

  /// What a card may hold at most.
  enum Limit {
    static let nodes = 5000
    static let images = 60
    /// Actions that are kept for whoever tries them.
    static let actions = 200
    /// Characters of one string.
    static let text = 10_000
    /// Bytes of HTML, of one component and of the card.
    static let bytes = 1 << 20
    /// Bytes of all strings of one part; beyond it the part is too large anyway.
    static let strings = 2 << 20
    /// Parts that are too large until the rest of the card is not tried.
    static let refusals = 8
  }

  init(
    _ spec: CompiledSpec, _ context: RenderContext,
    renderer: @escaping (Component) -> any ComponentRenderer.Type,
    columns: @escaping (JSONValue) -> [Properties]
  ) {
    self.spec = spec
    self.context = context
    self.renderer = renderer
    self.columns = columns
    let notes = notes
    let format = ValueFormat(
      locale: context.locale, zone: context.timeZone, now: context.now, memory: spec.memory,
      warn: { notes.add($0) })
    self.format = format
    formatter = ValueFormatter { value, calls in format.text(value, calls) }
  }

  var scope: Scope {
    Scope(
      data: context.data, params: context.params, now: context.now.timeIntervalSince1970,
      block: ["name": .string(context.blockName), "id": .string(context.block.text)])
  }

  // MARK: Warnings and counts

  var warnings: [String] { notes.all }

  func warn(_ message: String) { notes.add(message) }

  func note(_ action: RenderedAction) {
    if actions.count < Limit.actions { actions.append(action) }
  }

  /// Counts a node; `false` when there are too many to show.
  func admits() -> Bool {
    nodes += 1
    stringBytes = 0
    if nodes == Limit.nodes + 1 { warn("more than \(Limit.nodes) parts; the rest is left out") }
    return nodes <= Limit.nodes && refusals < Limit.refusals
  }

  /// Counts the HTML of a part; `false` when the card would become larger than a card may be.
  func admits(_ html: HTML) -> Bool {
    guard bytes + html.bytes.count <= Limit.bytes - 65_536 else {
      refusals += 1
      warn("a part is too large to show; let the script return less of it")
      return false
    }
    bytes += html.bytes.count
    return true
  }

  func nextID(_ name: String) -> String {
    ids += 1
    return "\(context.block)-\(name)-\(ids)"
  }

  // MARK: Texts

  /// The text of a template; `nil` when a sole binding is missing.
  func string(_ template: Template?, _ scope: Scope) -> String? {
    guard let template else { return nil }
    let text = template.string(in: scope, format: formatter)
    if !template.bindings.isEmpty {
      if text == nil { missingValues += 1 } else { knownValues += 1 }
    }
    return text.map(cut)
  }

  private func cut(_ text: String) -> String {
    let text = text.utf8.count > Limit.text ? PlainText.truncate(text, Limit.text) : text
    stringBytes += text.utf8.count
    return stringBytes <= Limit.strings ? text : "…"
  }

  /// A value as it is, such as a line of a log.
  func plain(_ value: JSONValue) -> String { cut(format.plain(value)) }

  /// The text of a property, "–" for what is missing.
  func text(_ properties: Properties, _ name: PropertyName, _ scope: Scope) -> String {
    string(properties.template(name), scope) ?? "–"
  }

  func value(_ properties: Properties, _ name: PropertyName, _ scope: Scope) -> JSONValue? {
    properties.template(name)?.value(in: scope, format: formatter)
  }

  /// A value with `format` and `unit`, as `stat`, `keyvalue`, cells and `trailing` show it.
  func shown(_ properties: Properties, _ scope: Scope) -> String? {
    let template = properties.template(.value)
    let formatted: String?
    if let call = properties.format(.format), let value = value(properties, .value, scope) {
      formatted = cut(format.text(value, [call]))
    } else {
      formatted = string(template, scope)
    }
    guard let formatted else { return nil }
    return formatted + unit(properties, scope)
  }

  func shown(cell value: JSONValue, _ column: Properties, _ scope: Scope) -> String {
    cut(format.text(value, column.format(.format).map { [$0] } ?? [])) + unit(column, scope)
  }

  /// The unit after a value: signs stand close, words apart.
  private func unit(_ properties: Properties, _ scope: Scope) -> String {
    guard let unit = string(properties.template(.unit), scope), !unit.isEmpty else { return "" }
    return "°%′″".contains(unit.first ?? " ") ? unit : " \(unit)"
  }

  // MARK: Tones, conditions, rows

  /// The tone of a component; neutral when it has none.
  func tone(
    _ properties: Properties, own: JSONValue? = nil, from name: PropertyName = .tone,
    in scope: Scope
  ) -> ToneName {
    guard let tone = properties.tone(name) else { return .neutral }
    switch tone.evaluate(own: own, in: scope, format: formatter) {
    case .tone(let name): return name
    case .unknown(let name):
      warn("'\(name.prefix(40))' is not a tone")
      return .neutral
    }
  }

  func holds(_ properties: Properties, _ scope: Scope) -> Bool {
    properties.condition(.when)?.evaluate(in: scope) ?? true
  }

  /// The rows of a data component, cut at `limit`, and how many were cut.
  func rows(
    _ node: Node, _ scope: Scope, atMost maximum: Int
  ) -> (rows: [JSONValue], more: Int) {
    let value = value(node.properties, .data, scope)
    let all: [JSONValue]
    switch value {
    case .array(let list): all = list
    case .object(let members) where members.isEmpty: all = []
    case nil: all = []
    case .some(let other):
      warn("\(node.pointer)/data is a \(other.kindName), not a list")
      all = []
    }
    let limit = min(node.properties.integer(.limit) ?? maximum, maximum)
    // A limit the author set is a choice; the host's own is a cut that is marked.
    let more = node.properties.integer(.limit) == nil ? max(0, all.count - limit) : 0
    return (Array(all.prefix(limit)), more)
  }

  // MARK: Addresses

  /// The address of a link, `nil` when there is none or it is refused.
  func link(_ template: Template?, _ scope: Scope) -> PageURL? {
    guard let text = address(template, scope) else { return nil }
    if let url = PageURL(link: text) { return url }
    warn("the address '\(text.prefix(80))' is not one that a link may have")
    return nil
  }

  /// The signed address of an image.
  func image(_ template: Template?, _ scope: Scope) -> PageURL? {
    guard let text = address(template, scope) else { return nil }
    images += 1
    guard images <= Limit.images else { return nil }
    if let url = PageURL(inlineImage: text) { return url }
    guard PageURL(link: text) != nil, let url = context.imageURL(text) else {
      warn("the image address '\(text.prefix(80))' is refused")
      return nil
    }
    return url
  }

  /// Values after the first character are percent-encoded; one at the very start is a whole URL.
  private func address(_ template: Template?, _ scope: Scope) -> String? {
    guard let template else { return nil }
    var text = ""
    for segment in template.segments(in: scope) {
      switch segment {
      case .text(let piece): text += piece
      case .missing: return nil
      case .value(let value, let formats):
        let piece = format.text(value, formats)
        text +=
          text.isEmpty
          ? piece : piece.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? ""
      }
    }
    return text.isEmpty ? nil : text
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

/// Warnings of one rendering. Formats may be called from `@Sendable` closures, hence the lock.
private final class Notes: Sendable {
  private let texts = Mutex<[String]>([])

  func add(_ text: String) {
    texts.withLock { if $0.count < 20, !$0.contains(text) { $0.append(text) } }
  }

  var all: [String] { texts.withLock { $0 } }
}
