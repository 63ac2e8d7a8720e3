public import BlockModel

extension Properties {
  /// The columns of a table that come from the data (`"columns": "${columns}"`).
  ///
  /// Read leniently: a column that cannot be read is left out; at most 12 are read.
  public static func columns(from data: JSONValue) -> [Properties] {
    var reader = SpecReader(params: [], secrets: [], isLenient: true)
    return (data.array ?? []).prefix(12).compactMap { element in
      guard case .object(let members) = element else { return nil }
      let column = reader.properties(members, as: Shapes.column, hasData: true)
      return column.has(.field) || column.has(.text) ? column : nil
    }
  }
}
