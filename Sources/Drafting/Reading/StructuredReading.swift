import BlockModel
import Sketches

/// Reads what a page says for programs: things of schema.org, and the JSON in its scripts.
struct StructuredReading {
  let page: JSONValue
  let url: String
  /// The Lua expression that asks for the page.
  let request: String
  let title: String?
  let context: ColumnReading.Context

  private var items: [JSONValue] { page["items"]?.array ?? [] }

  /// Lists of things of one type, and lists in the JSON of scripts.
  var sets: [DraftSource] {
    let types = Dictionary(grouping: items) { Self.type(of: $0) ?? "" }
    var sets: [DraftSource] = []
    for (type, things) in types.sorted(by: { $0.key < $1.key })
    where !type.isEmpty && !Self.frame.contains(type) {
      let answer = "\(request):html():structured(\(LuaText.quoted(type))).items"
      let root = things.count > 1 ? JSONValue.array(things) : things[0]
      sets += read(root, things.count > 1 ? answer : "\(answer)[1]", bonus: 1).sets
        .filter { $0.rowCount > 1 }
    }
    for (name, value) in (page["data"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
      let answer = "\(request):html():structured().data[\(LuaText.quoted(name))]"
      sets += read(value, answer, bonus: 0).sets.filter { $0.score > 3 }
    }
    return sets
  }

  /// The one product of the page, with its price.
  var product: DraftFacts? {
    guard let product = page["product"], items.count(where: { Self.type(of: $0) == "Product" }) < 3,
      var facts = read(product, "\(request):html():structured(\"Product\").items[1]", bonus: 0)
        .facts
    else { return nil }
    let prices = ["price", "lowPrice"].lazy.compactMap { key in
      facts.fields.firstIndex { $0.column.path.lastKey == key && $0.kind.isNumber }
    }
    guard let place = prices.first else { return nil }
    let codes = facts.fields.first { $0.column.path.lastKey == "priceCurrency" }
    let code = codes?.column.example.uppercased()
    if let code, code.count == 3 { facts.fields[place].currency = code }
    facts.fields[place].name = "price"
    facts.fields[place].label = "Price"
    // What names and codes say is said by the others.
    facts.fields.removeAll { Self.plumbing.contains($0.column.path.lastKey) }
    facts.title = product["name"]?.string ?? facts.title
    facts.what = "the product of the page"
    facts.history = "price"
    return facts
  }

  /// The one thing the page is about.
  var facts: DraftFacts? {
    guard let thing = items.first(where: { !Self.frame.contains(Self.type(of: $0) ?? "Thing") }),
      let type = Self.type(of: thing)
    else { return nil }
    return read(
      thing, "\(request):html():structured(\(LuaText.quoted(type))).items[1]", bonus: 0
    ).facts
  }

  private func read(_ root: JSONValue, _ answer: String, bonus: Double) -> SourceReading {
    var reading = JSONReading(
      root: root, answer: answer, title: title, url: url, context: context
    ).reading
    for place in reading.sets.indices {
      reading.sets[place].score += bonus
      reading.sets[place].pace = 3600
    }
    return reading
  }

  private static func type(of item: JSONValue) -> String? {
    item["@type"]?.string ?? item["@type"]?[0]?.string
  }

  /// Types that say where a page belongs, not what is on it.
  private static let frame: Set<String> = [
    "", "BreadcrumbList", "ListItem", "WebSite", "WebPage", "Organization", "ImageObject",
    "SearchAction", "SiteNavigationElement", "WPHeader", "WPFooter", "WPSideBar", "Brand",
    "CollectionPage", "ContactPoint", "PostalAddress", "EntryPoint", "ReadAction", "LocalBusiness",
    "NewsMediaOrganization", "Corporation", "VideoObject", "AggregateRating",
  ]
  private static let plumbing: Set<String> = ["@type", "@context", "@id", "priceCurrency"]
}
