public import BlockModel
import BlockUI
import Foundation
import Sentences

/// Three files that were written but did not run yet.
public struct Draft: Sendable {
  public var files: BlockFiles
  public var explanation: String
  /// Seconds between runs when the sentence names none.
  public var pace: Int64 = 1800
}

extension Draft {
  /// Rows of a source as the wish wants them.
  /// - Parameter title: the name of the source, for a wish without a name.
  init(
    rows source: DraftSource, wish: Wish, url: String, title: String, now: Date, pace: Int64 = 1800
  ) {
    let fit = WishFit(source, wish: wish, url: url)
    let kind = wish.chartKind.map { ChartKind(name: $0, numbers: fit.numbers) }
    var fitted = fit.wish
    fitted.view = kind?.view ?? fitted.view
    let composer = RowComposer(
      fit.source, wish: fitted, url: url, title: fit.title ?? String(title.prefix(80)), now: now)
    files = composer.files
    if let kind { files.spec = kind.applied(to: files.spec) }
    explanation = composer.explanation + fit.notes(files.spec)
    self.pace = pace
  }

  /// Something else than rows: what the wish asks of rows is told.
  init(
    _ files: BlockFiles, _ explanation: String, wish: Wish, fields: [RowField], pace: Int64 = 1800
  ) {
    let search = FieldSearch(fields)
    let components = (try? SpecTree(parsing: files.spec))?.components ?? []
    let hasNumber = components.contains { $0.component == .stat }
    let unused = wish.requests.filter { part in
      switch part.meaning {
      case .with(let names), .columns(let names): !names.allSatisfy { search.field($0) != nil }
      case .view: wish.view != .number || !hasNumber
      case .match(let text), .by(let text):
        !fields.contains { $0.column.example.lowercased().contains(text.lowercased()) }
          && search.field(text) == nil
      case .order, .compare, .without, .thing, .secret, .plain: true
      }
    }
    self.files = files
    let notes = wish.notes + [Wish.unused(unused.map(\.text))].compactMap { $0 }
    self.explanation = ([explanation] + notes).joined(separator: " ")
    self.pace = pace
  }
}
