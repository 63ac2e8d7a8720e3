import BlockModel
import BlockUI
import Sentences

/// Drafts what a page holds besides record sets: the price of a product, or its own words.
struct PageDrafter {
  let page: JSONValue
  let wish: Wish
  let url: String

  private var title: String { wish.subject ?? ownTitle }

  /// The name the page gives itself.
  private var ownTitle: String {
    let own = page["title"]?.string.map {
      String(($0.split(separator: " | ").first ?? "").prefix(60))
    }
    return own.flatMap { $0.isEmpty ? nil : $0 } ?? SourceName.name(of: url)
  }

  /// A product with its price, and the history of the price.
  var productDraft: Draft? {
    guard let product = page["product"], let offers = product["offers"],
      let price = offers["price"] ?? offers["lowPrice"],
      price.number ?? price.string.flatMap(Double.init) != nil, let name = product["name"]?.string
    else { return nil }
    let key = offers["price"] == nil ? "lowPrice" : "price"
    let first = product["is_list"]?.bool == true ? "[1]" : ""
    let currency = offers["priceCurrency"]?.string.flatMap { $0.count == 3 ? $0.uppercased() : nil }
    let format = currency.map { FormatCall(.currency, [$0]) } ?? FormatCall(.number, ["2"])
    let script = """
      -- \(LuaText.comment(title)): the price in the structured data of \(LuaText.comment(url))
      -- Every run adds a point to the history of the price.
      local http, store = require "http", require "store"

      local url = \(LuaText.quoted(url))

      return function()
        local product = http.get(url):html():json_ld("Product")[1]
        if not product then error("the page has no product data any more") end
        local offer = product.offers\(first)
        local price = tonumber(offer.\(key))
        store.append("price", price)
        local history = {}
        for i, point in ipairs(store.range("price", { last = 200 })) do
          history[i] = { time = point.at, price = point.value }
        end
        return { name = product.name, price = price, history = history }
      end

      """
    let stat = SpecPart(.stat).with(.label, Template(.data("name")))
      .with(.value, Template(.data("price"))).with(.format, format)
      .with(.spark, SpecPart().with(.data, .data("history")).with(.y, .field("price")))
    let card = SpecPart.card.with(.title, "\(String((wish.subject ?? name).prefix(60)))")
      .with(.href, "\(url)").with(.size, "sm").with(.body, [stat])
    let manifest = Manifest(name: String((wish.subject ?? name).prefix(60)), prompt: wish.sentence)
    return Draft(
      files: BlockFiles(manifest: manifest, script: script, spec: card.text),
      explanation: "Shows the price of \(name) and keeps its history.", pace: 6 * 3600)
  }
}
