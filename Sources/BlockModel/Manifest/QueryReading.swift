import OrderedCollections

extension RowQuery {
  /// Reads a query as `block.json` writes it, strictly: mistakes are told all at once.
  public init(json: JSONValue) throws(ManifestError) {
    var check = ShapeCheck()
    let members = check.read(json, as: .object(ManifestTable.rowQuery), at: "", [])?.object
    guard check.problems.isEmpty else { throw ManifestError(problems: check.problems) }
    self.init(members ?? [:])
  }

  /// From members that were held against the table.
  init(_ members: JSONObject) {
    func texts(_ value: JSONValue?) -> [String]? { value?.array?.compactMap(\.string) }
    self.init(
      records: members["records"]?.string, columns: texts(members["columns"]),
      hidden: texts(members["hidden"]) ?? [],
      filters: (members["where"]?.array ?? []).map { Filter($0) },
      sort: (members["sort"]?.array ?? []).map {
        Order($0["field"]?.string ?? "", isDescending: $0["order"] == "desc")
      },
      limit: members["limit"]?.count(), offset: members["offset"]?.count(),
      limitPer: members["limit_per"]?.string, group: members["group"]?.string,
      bucket: members["bucket"]?.string.flatMap(Bucket.init),
      aggregate: members["aggregate"].map {
        Aggregate(
          $0["kind"]?.string.flatMap(Aggregate.Kind.init) ?? .count, $0["field"]?.string)
      },
      view: members["view"]?.string.flatMap(View.init))
    if offset == 0 { offset = nil }
  }
}

extension RowQuery.Filter {
  fileprivate init(_ value: JSONValue) {
    self.init(
      value["field"]?.string ?? "",
      value["is"]?.string.flatMap(RowQuery.Comparison.init) ?? .equal,
      (value["values"]?.array ?? []).compactMap { RowQuery.Value($0) })
  }
}

extension RowQuery.Value {
  fileprivate init?(_ value: JSONValue) {
    switch value {
    case .string(let text): self = .text(text)
    case .bool(let flag): self = .flag(flag)
    case .integer, .number:
      guard let number = value.number else { return nil }
      self = .number(number)
    case .object:
      guard let moment = value["moment"]?.string.flatMap({ RowQuery.Moment($0) }) else {
        return nil
      }
      self = .moment(moment)
    case .null, .array: return nil
    }
  }
}

extension BlockQuery {
  /// From members that were held against the table.
  init(_ members: JSONObject) {
    self.init(
      source: members["source"]?.string ?? "", query: RowQuery(members),
      title: members["title"]?.string, isInBrowser: members["browser"]?.bool ?? false,
      compiled: members["compiled"]?.string ?? "")
  }
}
