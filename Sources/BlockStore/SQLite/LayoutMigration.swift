import BlockModel
import GRDB

/// Order and sizes become places. They are those that the page showed before: cards flowed into the first
/// hole of twelve columns that took them, over rows of 92 px; now rows are 40 px, both with gaps of 16.
enum LayoutMigration {
  static let change: Migrations.Change = { db, _ in
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT b.id, ifnull(l.columns, 4) AS columns, ifnull(l.rows, 3) AS rows
        FROM blocks b LEFT JOIN layout l ON l.block = b.id
        ORDER BY b.deleted_at IS NOT NULL, l.place IS NULL, l.place, b.created_at, b.id
        """)
    try db.execute(
      sql: """
        DROP TABLE layout;
        CREATE TABLE layout (
          block TEXT NOT NULL REFERENCES blocks(id) ON DELETE CASCADE,
          breakpoint TEXT NOT NULL,
          x INTEGER NOT NULL,
          y INTEGER NOT NULL,
          w INTEGER NOT NULL,
          h INTEGER NOT NULL,
          is_derived INTEGER NOT NULL,
          height TEXT NOT NULL,
          PRIMARY KEY (block, breakpoint)
        ) STRICT, WITHOUT ROWID;
        """)
    let sizes = Dictionary(
      rows.map { ($0["id"] as String, [$0["columns"] as Int, $0["rows"] as Int]) },
      uniquingKeysWith: { first, _ in first })
    for (id, place) in places(rows) {
      let isDefault = sizes[id.text].map(defaults.contains) ?? true
      try db.execute(
        sql: "INSERT INTO layout VALUES (?, 'wide', ?, ?, ?, ?, 0, ?)",
        arguments: [
          id.text, place.x, place.y, place.w, place.h, isDefault ? "estimated" : "chosen",
        ])
    }
  }

  /// Sizes, in columns and rows, that cards were given before a person chose any.
  private static let defaults: Set<[Int]> = [
    [3, 2], [3, 3], [6, 4], [9, 3], [3, 6], [12, 4], [4, 3],
  ]

  /// Rows of 40 px that take the height of this many rows of 92 px.
  private static func rows(_ old: Int) -> Int { (27 * old + 13) / 14 }

  private static func places(_ rows: [Row]) -> [BlockID: Place] {
    var taken: [[Bool]] = []
    var places: [BlockID: Place] = [:]
    for row in rows {
      guard let id = BlockID(row["id"]) else { continue }
      let w = min(max(row["columns"] as Int, 3), 12)
      let h = min(max(row["rows"] as Int, 1), 12)
      let (x, y) = hole(w, h, in: &taken)
      places[id] = Place(x: x, y: Self.rows(y), w: w, h: Self.rows(h))
    }
    return GridLayout(.wide, settling: places).places
  }

  private static func hole(_ w: Int, _ h: Int, in taken: inout [[Bool]]) -> (x: Int, y: Int) {
    for y in 0...taken.count {
      while taken.count < y + h { taken.append(Array(repeating: false, count: 12)) }
      for x in 0...(12 - w) {
        guard taken[y..<(y + h)].allSatisfy({ !$0[x..<(x + w)].contains(true) }) else { continue }
        for row in y..<(y + h) { for column in x..<(x + w) { taken[row][column] = true } }
        return (x, y)
      }
    }
    return (0, taken.count)
  }
}
