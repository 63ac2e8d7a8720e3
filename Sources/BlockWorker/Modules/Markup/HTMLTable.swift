/// The cells of a `<table>` after `colspan` and `rowspan`, as texts.
struct HTMLTable {
  private(set) var headers: [[[UInt8]]] = []
  private(set) var rows: [[[UInt8]]] = []
  /// More cells than this are left out: a short page can claim thousands of spans.
  static let maximumCells = 200_000
  private(set) var isCut = false

  /// - Parameter index: a `table` element.
  init(_ tree: MarkupTree, _ index: Int32) {
    var carried: [Int: (text: [UInt8], rows: Int)] = [:]
    var cells = 0
    var firstIsBold = false
    for (row, isInHead) in Self.rows(tree, index) {
      var line: [[UInt8]] = []
      var isHeader = true
      func carry() {
        while let above = carried[line.count], cells < Self.maximumCells {
          carried[line.count] = above.rows > 1 ? (above.text, above.rows - 1) : nil
          line.append(above.text)
          cells += 1
        }
      }
      for cell in tree.children(row) {
        let name = tree.name(cell)
        guard name == "td" || name == "th" else { continue }
        if name == "td" { isHeader = false }
        carry()
        let text = MarkupText.text(tree, cell, lines: false)
        let columns = Self.span("colspan", tree, cell, most: 1000)
        let height = Self.span("rowspan", tree, cell, most: 65534)
        for _ in 0..<columns where cells < Self.maximumCells {
          if height > 1 { carried[line.count] = (text, height - 1) }
          line.append(text)
          cells += 1
        }
      }
      carry()
      guard !line.isEmpty else { continue }
      if headers.isEmpty, rows.isEmpty { firstIsBold = Self.isBold(tree, row) }
      if isInHead || (isHeader && rows.isEmpty) { headers.append(line) } else { rows.append(line) }
      if cells >= Self.maximumCells {
        isCut = true
        break
      }
    }
    useLoneHeaders()
    if headers.isEmpty, firstIsBold || isTextAboveNumbers, rows.count > 1, rows[0].count > 1 {
      headers = [rows.removeFirst()]
    }
  }

  /// Is all text of the row's cells bold, and is there some?
  private static func isBold(_ tree: MarkupTree, _ row: Int32) -> Bool {
    let cells = tree.children(row)
    return !cells.isEmpty
      && cells.allSatisfy { cell in
        guard let only = tree.children(cell).first, ["b", "strong"].contains(tree.name(only)) else {
          return false
        }
        return MarkupText.text(tree, only, lines: false)
          == MarkupText.text(tree, cell, lines: false)
      }
  }

  /// Is the first row of different texts, and below one of them every row has a number? Two columns
  /// may as well be names and values, so they are left as they are.
  private var isTextAboveNumbers: Bool {
    guard let first = rows.first, first.count > 2, Set(first).count == first.count else {
      return false
    }
    guard first.dropFirst().allSatisfy({ !$0.isEmpty }), !first.contains(where: Self.isNumber)
    else { return false }
    let below = rows.dropFirst().prefix(20)
    return first.indices.contains { column in
      below.allSatisfy { $0.count == first.count && Self.isNumber($0[column]) }
    }
  }

  /// Does a number stand at the start, perhaps behind a sign or a currency?
  private static func isNumber(_ text: [UInt8]) -> Bool {
    text.prefix(4).contains { (48...57).contains($0) }
  }

  /// A table of nothing but header cells is data.
  private mutating func useLoneHeaders() {
    guard rows.isEmpty, headers.count > 1 else { return }
    rows = Array(headers.dropFirst())
    headers = [headers[0]]
  }

  private static func span(
    _ name: String, _ tree: MarkupTree, _ cell: Int32, most: Int
  ) -> Int {
    guard let value = tree.attribute(name, of: cell) else { return 1 }
    let digits = value.drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits.prefix(9)) else { return 1 }
    // `rowspan=0` means: to the end of the section.
    if count == 0 { return name == "rowspan" ? most : 1 }
    return min(count, most)
  }

  /// The rows of this table, not of tables in it.
  private static func rows(_ tree: MarkupTree, _ index: Int32) -> [(Int32, isInHead: Bool)] {
    var rows: [(Int32, Bool)] = []
    for child in tree.children(index) {
      switch tree.name(child) {
      case "tr": rows.append((child, false))
      case let section where ["thead", "tbody", "tfoot"].contains(section):
        for row in tree.children(child) where tree.name(row) == "tr" {
          rows.append((row, section == "thead"))
        }
      default: break
      }
    }
    return rows
  }

  /// One name for each column: the header texts above it, made unique; without a header none.
  var columns: [String] {
    guard let last = headers.last else { return [] }
    var seen: [String: Int] = [:]
    return last.indices.map { column in
      var parts: [String] = []
      for header in headers where column < header.count {
        let text = String(decoding: header[column], as: UTF8.self)
        if !text.isEmpty, parts.last != text { parts.append(text) }
      }
      return ColumnNames.unique(parts.joined(separator: " "), column, &seen)
    }
  }
}

/// Names of columns under which records keep their values.
enum ColumnNames {
  /// `name`, `name_2` for the second of that name, `column_3` for an empty third.
  static func unique(_ name: String, _ index: Int, _ seen: inout [String: Int]) -> String {
    let name = name.isEmpty ? "column_\(index + 1)" : name
    let count = (seen[name] ?? 0) + 1
    seen[name] = count
    return count == 1 ? name : "\(name)_\(count)"
  }
}
