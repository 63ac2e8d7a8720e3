import OrderedCollections

extension RowQuery {
  /// The query as `block.json` holds it: what says nothing is left out.
  public var json: JSONValue { .object(members) }

  fileprivate var members: JSONObject {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    func count(_ number: Int) -> JSONValue { .integer(Int64(number)) }
    var members: JSONObject = [:]
    members["records"] = records.map { .string($0) }
    members["columns"] = columns.map(list)
    if !hidden.isEmpty { members["hidden"] = list(hidden) }
    if !filters.isEmpty { members["where"] = .array(filters.map(\.json)) }
    if !sort.isEmpty { members["sort"] = .array(sort.map(\.json)) }
    members["limit"] = limit.map(count)
    members["offset"] = offset.map(count)
    members["limit_per"] = limitPer.map { .string($0) }
    members["group"] = group.map { .string($0) }
    members["bucket"] = bucket.map { .string($0.rawValue) }
    members["aggregate"] = aggregate?.json
    members["view"] = view.map { .string($0.rawValue) }
    return members
  }
}

extension RowQuery.Filter {
  fileprivate var json: JSONValue {
    [
      "field": .string(field), "is": .string(comparison.rawValue),
      "values": .array(values.map(\.json)),
    ]
  }
}

extension RowQuery.Value {
  fileprivate var json: JSONValue {
    switch self {
    case .text(let text): .string(text)
    case .number(let number): .plain(number)
    case .flag(let flag): .bool(flag)
    case .moment(let moment): ["moment": .string(moment.description)]
    }
  }
}

extension RowQuery.Order {
  fileprivate var json: JSONValue {
    isDescending
      ? ["field": .string(field), "order": "desc"] : ["field": .string(field)]
  }
}

extension RowQuery.Aggregate {
  fileprivate var json: JSONValue {
    var members: JSONObject = ["kind": .string(kind.rawValue)]
    members["field"] = field.map { .string($0) }
    return .object(members)
  }
}

extension BlockQuery {
  var json: JSONValue {
    var members: JSONObject = ["source": .string(source)]
    members.merge(query.members) { $1 }
    members["title"] = title.map { .string($0) }
    if isInBrowser { members["browser"] = true }
    members["compiled"] = .string(compiled)
    return .object(members)
  }
}
