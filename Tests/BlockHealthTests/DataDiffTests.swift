import BlockModel
import Testing

@testable import BlockHealth

@Suite("What is different between two data")
struct DataDiffTests {
  static let old: JSONValue = [
    "price": 5, "note": "x", "fetched_at": 1,
    "rows": [["id": 1, "n": 5, "at": 1_700_000_000], ["id": 2, "n": 7], ["id": 3, "n": 9]],
  ]

  static let cases: [(name: String, new: JSONValue, words: String)] = [
    ("nothing", old, "the same"),
    (
      "the clock went on",
      [
        "price": 5, "note": "x", "fetched_at": 2,
        "rows": [["id": 1, "n": 5, "at": 1_700_000_600], ["id": 2, "n": 7], ["id": 3, "n": 9]],
      ], "the same"
    ),
    (
      "a row more, a row less",
      [
        "price": 5, "note": "x",
        "rows": [["id": 2, "n": 7], ["id": 3, "n": 9], ["id": 4, "n": 1]],
      ],
      "1 row of 'rows' is new, 1 row of 'rows' is gone"
    ),
    (
      "a field changed",
      [
        "price": 5, "note": "x",
        "rows": [["id": 1, "n": 6, "at": 1_700_000_000], ["id": 2, "n": 8], ["id": 3, "n": 9]],
      ],
      "'n' changed in 2 rows of 'rows'"
    ),
    (
      "another order",
      [
        "price": 5, "note": "x",
        "rows": [["id": 2, "n": 7], ["id": 1, "n": 5, "at": 1_700_000_000], ["id": 3, "n": 9]],
      ],
      "the rows of 'rows' are in another order"
    ),
    ("a value", ["price": 6, "note": "x", "rows": old["rows"]!], "'price' is 6 instead of 5"),
    ("a value is gone", ["price": 5, "rows": old["rows"]!], "'note' is gone"),
    ("a value is new", ["price": 5, "note": "x", "rows": old["rows"]!, "b": 1], "'b' is new"),
  ]

  @Test("differences are told by the identity of rows", arguments: cases)
  func words(name: String, new: JSONValue, words: String) {
    let diff = DataDiff(from: Self.old, to: new)
    #expect(diff.words == words)
    #expect(diff.isSame == (words == "the same"))
  }

  @Test("what a repair is judged by: rows that stay, values that agree, fields that are lost")
  func figures() {
    let diff = DataDiff(
      from: Self.old,
      to: ["price": 5, "note": "y", "rows": [["id": 1], ["id": 9]]])
    #expect(diff.kept == 1.0 / 3)
    #expect(diff.agreement == 0)
    #expect(diff.lost.contains("rows[].n"))
    #expect(DataDiff(from: Self.old, to: ["price": 5]).lost == ["note", "rows"])
    #expect(DataDiff(from: Self.old, to: Self.old).agreement == 1)
  }
}
