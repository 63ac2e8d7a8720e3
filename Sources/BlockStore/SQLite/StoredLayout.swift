public import BlockModel
import GRDB

extension SQLiteStorage {
  public func cardPlaces(
    on breakpoint: Breakpoint
  ) async throws(StorageError) -> [BlockID: CardPlace] {
    try await read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM layout WHERE breakpoint = ?", arguments: [breakpoint.rawValue])
      return Dictionary(
        rows.compactMap { row in
          BlockID(row["block"]).map { id in
            (
              id,
              CardPlace(
                Place(
                  x: row["x"], y: row["y"], w: row["w"], h: row["h"],
                  section: SectionID(row["section"])),
                isDerived: row["is_derived"],
                height: CardPlace.Height(rawValue: row["height"]) ?? .chosen)
            )
          }
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  public func setCardPlaces(
    _ places: [BlockID: CardPlace], on breakpoint: Breakpoint
  ) async throws(StorageError) {
    try await write { db in
      for (id, kept) in places {
        let place = kept.place
        try db.execute(
          sql: """
            INSERT INTO layout (block, breakpoint, x, y, w, h, is_derived, height, section)
            SELECT :id, :breakpoint, :x, :y, :w, :h, :derived, :height, :section
            WHERE EXISTS (SELECT 1 FROM blocks WHERE id = :id)
            ON CONFLICT (block, breakpoint) DO UPDATE SET x = excluded.x, y = excluded.y,
              w = excluded.w, h = excluded.h, is_derived = excluded.is_derived,
              height = excluded.height, section = excluded.section
            """,
          arguments: [
            "id": id.text, "breakpoint": breakpoint.rawValue, "x": place.x, "y": place.y,
            "w": place.w, "h": place.h, "derived": kept.isDerived, "height": kept.height.rawValue,
            "section": place.section.number,
          ])
      }
    }
  }

  public func sections() async throws(StorageError) -> [PageSection] {
    try await read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM sections ORDER BY number").compactMap { row in
        PageSection(SectionID(row["id"]), title: row["title"], isFolded: row["is_folded"])
      }
    }
  }

  public func setSections(_ sections: [PageSection]) async throws(StorageError) {
    try await write { db in
      try db.execute(sql: "DELETE FROM sections")
      for (number, section) in sections.enumerated() {
        try db.execute(
          sql: "INSERT INTO sections (id, title, number, is_folded) VALUES (?, ?, ?, ?)",
          arguments: [section.id.number, section.title, number, section.isFolded])
      }
    }
  }
}
