import BlockModel
import Testing

@testable import Sentences

@Suite("Sentences as commands")
struct RefineGrammarTests {
  static let sentences: [(String, [RefineCommand]?)] = [
    ("rename to Quakes", [.rename("Quakes")]),
    ("title Market", [.rename("Market")]),
    ("title contains Apple", [.filter(field: "title", .contains, value: "Apple")]),
    ("rename to Salt and Pepper", [.rename("Salt and Pepper")]),
    ("rename to “Bread, and sort by price”", [.rename("Bread, and sort by price")]),
    ("rename to Quakes and make it red", nil),
    ("every hour", [.schedule(.every(.seconds(3600)))]),
    ("every hour and rename to Quakes", [.schedule(.every(.seconds(3600))), .rename("Quakes")]),
    (
      "rename to Quakes and refresh every hour",
      [.rename("Quakes"), .schedule(.every(.seconds(3600)))]
    ),
    (
      "only income above 10000 and sort by country",
      [
        .filter(field: "income", .above, value: "10000"),
        .sort(field: "country", isDescending: false),
      ]
    ),
    (
      "sorted by income descending, only 5",
      [.sort(field: "income", isDescending: true), .limit(5)]
    ),
    ("sort by price then paint it blue", nil),
    ("undo and only 5", nil),
    ("only three", [.limit(3)]), ("limit 5", [.limit(5)]), ("max 5 rows", [.limit(5)]),
    ("limit it to 12", [.limit(12)]), ("top 5", [.limit(5)]), ("only 5 days", [.only("5 days")]),
    ("top 5 by income", [.sort(field: "income", isDescending: true), .limit(5)]),
    ("newest first", [.sortByTime(isNewestFirst: true)]),
    ("sort by oldest first", [.sortByTime(isNewestFirst: false)]),
    ("filter region = america", [.filter(field: "region", .equal, value: "america")]),
    ("where name is tea", [.filter(field: "name", .equal, value: "tea")]),
    ("only USD", [.only("USD")]),
    ("hide region", [.hide(["region"])]), ("hide the region column", [.hide(["region"])]),
    ("delete the region column", [.hide(["region"])]),
    ("without the region column", [.hide(["region"])]),
    ("without region and income", [.hide(["region", "income"])]),
    ("show the population", [.show(["population"])]),
    ("columns: name, price and stock", [.columns(["name", "price", "stock"])]),
    ("group by region", [.group("region")]),
    ("as a table", [.table]), ("as list", [.list]), ("show it as a list", [.list]),
    ("as a chart", [.chart(nil)]), ("make it a donut chart", [.chart("donut")]),
    ("bigger", [.resize(isBigger: true)]), ("make it smaller", [.resize(isBigger: false)]),
    ("refresh now", [.refresh]), ("delete this block", [.delete]), ("undo", [.restore(nil)]),
    ("use Lisbon", [.use("Lisbon")]), ("use a red font", nil), ("use the RSS feed", nil),
    ("use bars", nil), ("use https://example.com/a", nil), ("use the API instead", nil),
    ("make it sing", nil),
  ]

  @Test("a sentence is commands as a whole, or none", arguments: sentences.indices)
  func parse(_ index: Int) {
    let (sentence, commands) = Self.sentences[index]
    #expect(RefineCommand.parse(sentence) == commands, "\(sentence)")
  }

  @Test("every kind of chart is a command", arguments: RefineCommand.chartKinds)
  func charts(_ kind: String) {
    #expect(RefineCommand.parse("as a \(kind) chart") == [.chart(kind)])
  }

  @Test("the part that is not understood is named")
  func unknown() {
    #expect(RefineSentence("sort by price and paint it blue").unknown == "paint it blue")
    #expect(RefineSentence("paint it blue").unknown == nil)
  }
}
