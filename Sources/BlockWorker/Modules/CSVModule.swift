/// `csv`: reading by ``DelimitedText``, straight into tables.
enum CSVModule {
  static var module: NativeModule { NativeModule("csv", [("parse", parse)]) }

  /// `parse(bytes, delimiter?, header?, numbers, decimal?) → columns, rows, lists, delimiter, skipped`
  ///
  /// `rows` are tables by column, `lists` the same rows as lists. `skipped` is
  /// `{preamble, first_preamble, wide, first_wide, open_quote}`: how many lines before the table
  /// were left out and the text of the first, how many rows have more fields than there are
  /// columns and the place of the first, and the text behind a quote that is never closed.
  private static func parse(_ call: LuaCall) -> NativeResult {
    guard let bytes = call.bytes(1) else {
      return .failure("csv.parse: text must be a string, got \(call.typeName(1))")
    }
    let text = BodyText.decode(bytes, format: .plain, contentType: nil)
    return text.withUnsafeBytes { text in
      let delimiter = call.bytes(2)?.first ?? DelimitedText.delimiter(of: text)
      var reader = DelimitedText(text, delimiter: delimiter)
      var rows: [[ArraySlice<UInt8>]] = []
      while let row = reader.next() { rows.append(row) }
      let preamble = dropPreamble(&rows)
      let decimal =
        !call.bool(4)
        ? nil
        : call.bytes(5)?.first
          ?? DelimitedText.decimalMark(of: rows.prefix(200), delimiter: delimiter)
      let hasHeader = call.isNil(3) ? looksLikeHeader(rows) : call.bool(3)
      // A delimiter at the end of every line makes no column.
      let width =
        rows.prefix(1000).map { ($0.lastIndex { !$0.isEmpty } ?? -1) + 1 }.max() ?? 0
      let header = hasHeader && !rows.isEmpty ? rows.removeFirst() : []
      var seen: [String: Int] = [:]
      let columns = (0..<width).map { index in
        let name =
          index < header.count ? String(decoding: trimmed(header[index]), as: UTF8.self) : ""
        return ColumnNames.unique(name, index, &seen)
      }
      call.newTable(array: columns.count)
      for (place, column) in columns.enumerated() {
        call.push(column)
        call.setElement(place + 1)
      }
      call.newTable(array: rows.count)
      for (place, row) in rows.enumerated() {
        call.newTable(fields: row.count)
        for (field, column) in zip(row, columns) where !field.isEmpty {
          call.push(column)
          push(field, decimal, call)
          call.setPair()
        }
        call.setElement(place + 1)
      }
      call.newTable(array: rows.count)
      for (place, row) in rows.enumerated() {
        call.newTable(array: row.count)
        for (place, field) in row.enumerated() {
          push(field, decimal, call)
          call.setElement(place + 1)
        }
        call.setElement(place + 1)
      }
      call.push(String(decoding: [delimiter], as: UTF8.self))
      call.newTable(fields: 5)
      call.push(preamble.count)
      call.setField("preamble")
      if let line = preamble.first {
        call.push(Array(line.joined(separator: [delimiter])))
        call.setField("first_preamble")
      }
      let wide = rows.indices.filter { rows[$0].dropFirst(width).contains { !$0.isEmpty } }
      call.push(wide.count)
      call.setField("wide")
      if let place = wide.first {
        call.push(place + 1)
        call.setField("first_wide")
      }
      if let start = reader.openQuote {
        call.push(Array(text[start..<min(start + 100, text.count)])[...])
        call.setField("open_quote")
      }
      return .results(5)
    }
  }

  /// - Parameter decimal: the decimal mark; `nil` when numbers stay texts.
  private static func push(_ field: ArraySlice<UInt8>, _ decimal: UInt8?, _ call: LuaCall) {
    if let decimal, let number = DelimitedText.number(field, decimal: decimal) {
      switch number {
      case .integer(let value): call.push(value)
      case .real(let value): call.push(value)
      }
    } else {
      call.push(field)
    }
  }

  private static func trimmed(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var field = field.drop { MarkupText.isSpace($0) }
    while let last = field.last, MarkupText.isSpace(last) { field.removeLast() }
    return field
  }

  /// Lines of a title or a comment before the table have fewer fields than it; `sep=;` is Excel's.
  /// - Returns: those lines.
  private static func dropPreamble(
    _ rows: inout [[ArraySlice<UInt8>]]
  ) -> [[ArraySlice<UInt8>]] {
    if let first = rows.first?.first, first.starts(with: Array("sep=".utf8)) { rows.removeFirst() }
    guard let usual = DelimitedText.mode(rows.prefix(200).map(\.count)), usual > 1 else {
      return []
    }
    let start = rows.prefix(50).firstIndex { $0.count > usual / 2 && $0.count > 1 } ?? 0
    defer { rows.removeFirst(start) }
    return Array(rows.prefix(start))
  }

  /// Names at the top: no numbers, no repeats, nothing empty but the first.
  private static func looksLikeHeader(_ rows: [[ArraySlice<UInt8>]]) -> Bool {
    guard var first = rows.first else { return false }
    while first.last?.isEmpty == true { first.removeLast() }
    if first.contains(where: { DelimitedText.number($0) != nil }) {
      // Years as names of columns: a text in front, and numbers below that are other ones.
      return DelimitedText.number(first[first.startIndex]) == nil
        && rows.dropFirst().prefix(5).allSatisfy { row in
          zip(row, first).dropFirst().allSatisfy { !$0.elementsEqual($1) }
        } && first.dropFirst().allSatisfy { (4...10).contains($0.count) }
    }
    return first.dropFirst().allSatisfy { !$0.isEmpty } || first.count > 3
  }
}
