import OrderedCollections

extension Manifest {
  /// The manifest as `block.json` holds it. Settings that have their default are left out; what was
  /// passed over when it was loaded stands where it stood.
  public var json: JSONValue {
    guard !passedOver.isEmpty else { return ownJSON }
    let standard = Manifest(name: Self.namelessName).ownJSON
    return passedOver.reduce(ownJSON) { $1.restored(in: $0, over: standard) }
  }

  private var ownJSON: JSONValue {
    var members: JSONObject = [:]
    members["$schema"] = schema.map { .string($0) }
    members["name"] = .string(name)
    if !prompt.isEmpty { members["prompt"] = .string(prompt) }
    members["schedule"] = schedule.json
    if !params.isEmpty { members["params"] = .array(params.map(\.json)) }
    members["permissions"] = permissions.json
    if limits != Limits() { members["limits"] = limits.json }
    if !contract.isEmpty { members["contract"] = .array(contract.map(\.json)) }
    members["query"] = query?.json
    if !alerts.isEmpty { members["alerts"] = .array(alerts.map(\.json)) }
    members["locale"] = locale.map { .string($0) }
    if keep != Retention() { members["keep"] = keep.json }
    return .object(members)
  }
}

extension JSONValue {
  /// Whole numbers without `.0`.
  static func plain(_ number: Double) -> JSONValue {
    Int64(exactly: number).map { .integer($0) } ?? .number(number)
  }
}

extension Schedule {
  fileprivate var json: JSONValue {
    switch self {
    case .every(let distance): ["every": .string(Schedule.text(of: distance))]
    case .cron(let expression, nil): ["cron": .string(expression)]
    case .cron(let expression, let zone?): ["cron": .string(expression), "zone": .string(zone)]
    case .manual: "manual"
    }
  }
}

extension Param {
  fileprivate var json: JSONValue {
    var members: JSONObject = ["name": .string(name)]
    switch kind {
    case .text: members["type"] = "text"
    case .boolean: members["type"] = "boolean"
    case .date: members["type"] = "date"
    case .number(let min, let max, let step):
      members["type"] = "number"
      for (key, value) in [("min", min), ("max", max), ("step", step)] {
        members[key] = value.map { .plain($0) }
      }
    case .choice(let options):
      members["type"] = "choice"
      members["options"] = .array(
        options.map { ["value": .string($0.value), "label": .string($0.label)] })
    }
    members["label"] = .string(label)
    if !defaultValue.isNull { members["default"] = defaultValue }
    members["placeholder"] = placeholder.map { .string($0) }
    members["help"] = help.map { .string($0) }
    if isRequired { members["required"] = true }
    return .object(members)
  }
}

extension Permissions {
  fileprivate var json: JSONValue {
    func list(_ texts: some Sequence<String>) -> JSONValue {
      .array(texts.sorted().map { .string($0) })
    }
    var members: JSONObject = ["hosts": list(hosts)]
    if methods != Permissions().methods { members["methods"] = list(methods) }
    if browser { members["browser"] = true }
    if !privateHosts.isEmpty {
      members["private_hosts"] = list(privateHosts.map(\.description))
    }
    if !pictures.isEmpty { members["pictures"] = list(pictures) }
    if !secrets.isEmpty {
      members["secrets"] = .array(
        secrets.map {
          ["name": .string($0.name), "origins": list($0.origins.map(\.description))]
        })
    }
    return .object(members)
  }
}

extension Limits {
  fileprivate var json: JSONValue {
    [
      "seconds": .integer(Int64(seconds)), "memory_mib": .integer(Int64(memoryMiB)),
      "requests": .integer(Int64(requests)),
    ]
  }
}

extension Retention {
  fileprivate var json: JSONValue {
    var members: JSONObject = [:]
    let usual = Retention()
    if runs != usual.runs { members["runs"] = .integer(Int64(runs)) }
    if recordings != usual.recordings { members["recordings"] = .integer(Int64(recordings)) }
    if resultDays != usual.resultDays { members["results"] = .integer(Int64(resultDays)) }
    return .object(members)
  }
}

extension ContractRule {
  /// The rule as `block.json` holds it.
  public var json: JSONValue {
    var members: JSONObject = ["path": .string(path)]
    if let rows {
      var bounds: JSONObject = [:]
      bounds["min"] = rows.min.map { .integer(Int64($0)) }
      bounds["max"] = rows.max.map { .integer(Int64($0)) }
      members["rows"] = .object(bounds)
    }
    members["filled"] = filled.map { .plain($0) }
    members["kind"] = kind.map { .string($0.rawValue) }
    members["between"] = between.map { [.plain($0.lowerBound), .plain($0.upperBound)] }
    if isUnique { members["unique"] = true }
    members["newest_within"] = newestWithin.map { .string(Schedule.text(of: $0)) }
    members["jump_at_most"] = jumpAtMost.map { .plain($0) }
    if isSoft { members["soft"] = true }
    return .object(members)
  }
}

extension Alert {
  /// The alert as `block.json` holds it.
  public var json: JSONValue {
    var members: JSONObject = ["name": .string(name), "when": .string(when)]
    members["each"] = each.map { .string($0) }
    members["say"] = say.map { .string($0) }
    if againAfter != Alert.usualPause {
      members["again_after"] = .string(Schedule.text(of: againAfter))
    }
    return .object(members)
  }
}
