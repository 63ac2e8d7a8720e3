import BlockModel
import BlockUI
import Foundation

/// How large a card is likely to be, until the first browser that shows it has measured it.
///
/// The width is that of the spec. The height is guessed from what the card says: its words, wrapped as a card of
/// that width wraps them. A card that has no data yet gets the height of its size.
struct FirstSize {
  /// Letters that stand side by side in one column of the grid.
  private static let lettersPerColumn = 13
  /// Pixels: of a line of words, of the gap below what belongs together, of the head of a card, and of a row of the
  /// grid with its gap.
  private static let (line, gap, head, row) = (21, 8, 56, 56)
  /// Rows of the grid. The browser keeps to the same bounds (`WebAssets/js/fit.js`).
  private static let rows = 2...10

  static func of(_ block: BlockEntry, now: Date) -> CardSize {
    let compiled = block.content?.compiled
    var size = (compiled?.size ?? .md).onGrid
    guard let compiled, let manifest = block.content?.files.manifest, let data = block.content?.data
    else { return size }
    let words = compiled.renderText(
      RenderContext(
        data: data.data, params: manifest.values(block.record.params), block: block.id,
        blockName: manifest.name, now: now, surroundings: manifest.surroundings))
    let letters = size.w * lettersPerColumn
    let height = words.split(separator: "\n").dropFirst().reduce(head) { height, text in
      height + gap + line * ((text.count + letters - 1) / letters)
    }
    size.h = ((height + row - 1) / row).clamped(to: rows)
    return size
  }
}
