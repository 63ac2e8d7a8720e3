import Foundation
import OrderedCollections

/// What is wrong with a `block.json`, at which place.
public struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// JSON Pointer (RFC 6901), "" for the whole file.
  public let place: String
  public let problem: String

  public var description: String {
    "block.json\(place.isEmpty ? "" : " at \(place)"): \(problem)"
  }
}

extension Manifest {
  /// Reads the text of a `block.json`. Members that are not known are refused by name.
  public init(parsing text: String) throws(ManifestError) {
    let json: JSONValue
    do { json = try JSONValue(parsing: text) } catch {
      throw ManifestError(place: "", problem: error.description)
    }
    try self.init(json: json)
  }

  public init(json: JSONValue) throws(ManifestError) {
    let root = try Reader(
      json, at: "",
      knows: [
        "name", "prompt", "schedule", "params", "permissions", "limits", "contract", "keep",
        "$schema",
      ])
    self.init(name: try root.required("name", length: 1...80))
    prompt = try root.text("prompt", length: 0...4000) ?? ""
    if let value = root["schedule"] { schedule = try Schedule(json: value) }
    if let value = root["params"] { params = try Param.list(json: value) }
    if let value = root["permissions"] { permissions = try Permissions(json: value) }
    if let value = root["limits"] { limits = try Limits(json: value) }
    contract = root["contract"]
    if let value = root["keep"] {
      let reader = try Reader(value, at: "/keep", knows: ["runs"])
      keep = Retention(runs: try reader.integer("runs", in: 1...10_000) ?? Retention().runs)
    }
  }
}

/// One object of a manifest and the checks all objects need.
private struct Reader {
  let members: JSONObject
  let place: String

  init(_ value: JSONValue, at place: String, knows names: Set<String>) throws(ManifestError) {
    guard let members = value.object else {
      throw ManifestError(place: place, problem: "an object is needed, not \(value.kindName)")
    }
    self.members = members
    self.place = place
    for name in members.keys where !names.contains(name) && !name.hasPrefix("x-") {
      throw ManifestError(
        place: "\(place)/\(name)",
        problem: "'\(name)' is not known here; known are \(names.sorted().joined(separator: ", "))")
    }
  }

  subscript(name: String) -> JSONValue? {
    members[name].flatMap { $0.isNull ? nil : $0 }
  }

  func wrong(_ name: String, _ problem: String) -> ManifestError {
    ManifestError(place: "\(place)/\(name)", problem: problem)
  }

  func required(_ name: String, length: ClosedRange<Int>) throws(ManifestError) -> String {
    guard let text = try text(name, length: length) else {
      throw wrong(name, "'\(name)' is missing")
    }
    return text
  }

  func text(_ name: String, length: ClosedRange<Int>) throws(ManifestError) -> String? {
    guard let value = self[name] else { return nil }
    guard let text = value.string else {
      throw wrong(name, "a text is needed, not \(value.kindName)")
    }
    guard length.contains(text.count) else {
      throw wrong(
        name, "\(length.lowerBound)…\(length.upperBound) characters are allowed, not \(text.count)")
    }
    return text
  }

  func integer(_ name: String, in range: ClosedRange<Int>) throws(ManifestError) -> Int? {
    guard let value = self[name] else { return nil }
    guard let number = value.integer, range.contains(Int(number)) else {
      throw wrong(
        name, "a whole number \(range.lowerBound)…\(range.upperBound) is needed, not \(value)")
    }
    return Int(number)
  }

  func flag(_ name: String) throws(ManifestError) -> Bool? {
    guard let value = self[name] else { return nil }
    guard let flag = value.bool else { throw wrong(name, "true or false is needed, not \(value)") }
    return flag
  }

  func number(_ name: String) throws(ManifestError) -> Double? {
    guard let value = self[name] else { return nil }
    guard let number = value.number else { throw wrong(name, "a number is needed, not \(value)") }
    return number
  }

  func texts(_ name: String) throws(ManifestError) -> [String] {
    guard let value = self[name] else { return [] }
    guard let list = value.array else { throw wrong(name, "a list of texts is needed") }
    var texts: [String] = []
    for (index, element) in list.enumerated() {
      guard let text = element.string else { throw wrong("\(name)/\(index)", "a text is needed") }
      texts.append(text)
    }
    return texts
  }
}

extension Schedule {
  fileprivate init(json: JSONValue) throws(ManifestError) {
    if json == "manual" {
      self = .manual
      return
    }
    let reader = try Reader(json, at: "/schedule", knows: ["every", "cron", "zone"])
    let zone = try reader.text("zone", length: 1...64)
    if let every = try reader.text("every", length: 1...16) {
      guard let distance = Schedule.distance(every) else {
        throw reader.wrong("every", "'\(every)' is not a time like 30s, 10m, 2h or 1d (10s…31d)")
      }
      self = .every(distance)
    } else if let expression = try reader.text("cron", length: 1...100) {
      do throws(Cron.Problem) { _ = try Cron(expression) } catch {
        throw reader.wrong("cron", error.description)
      }
      if let zone, TimeZone(identifier: zone) == nil {
        throw reader.wrong("zone", "'\(zone)' is no time zone like Europe/Berlin")
      }
      self = .cron(expression, timeZone: zone)
    } else {
      throw ManifestError(
        place: "/schedule",
        problem: #"{"every": "10m"}, {"cron": "0 7 * * *"} or "manual" is needed"#)
    }
  }

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
  /// Reads a list of parameters: `[{"name", "type", "label", "default", …}]`, at most 12.
  public static func list(json: JSONValue) throws(ManifestError) -> [Param] {
    guard let list = json.array, list.count <= 12 else {
      throw ManifestError(place: "/params", problem: "a list of at most 12 parameters is needed")
    }
    var params: [Param] = []
    for (index, value) in list.enumerated() {
      let param = try Param(json: value, at: "/params/\(index)")
      guard !params.contains(where: { $0.name == param.name }) else {
        throw ManifestError(
          place: "/params/\(index)/name", problem: "'\(param.name)' is declared twice")
      }
      params.append(param)
    }
    return params
  }

  private init(json: JSONValue, at place: String) throws(ManifestError) {
    let reader = try Reader(
      json, at: place,
      knows: [
        "name", "type", "label", "default", "options", "min", "max", "step", "placeholder", "help",
        "required",
      ])
    let name = try reader.required("name", length: 1...40)
    guard name.utf8.allSatisfy({ $0 == 95 || (97...122).contains($0) || (48...57).contains($0) })
    else { throw reader.wrong("name", "lower_snake_case is needed, not '\(name)'") }
    let kind: Kind
    switch try reader.text("type", length: 1...20) ?? "text" {
    case "text": kind = .text
    case "number":
      kind = .number(
        min: try reader.number("min"), max: try reader.number("max"),
        step: try reader.number("step"))
    case "boolean": kind = .boolean
    case "date": kind = .date
    case "choice": kind = .choice(try Self.options(reader))
    case let other:
      throw reader.wrong(
        "type", "'\(other)' is no type; text, number, boolean, choice and date are")
    }
    self.init(
      name: name, kind: kind, label: try reader.text("label", length: 1...80),
      defaultValue: reader["default"] ?? .null,
      placeholder: try reader.text("placeholder", length: 0...200),
      help: try reader.text("help", length: 0...400),
      isRequired: try reader.flag("required") ?? false)
  }

  private static func options(_ reader: Reader) throws(ManifestError) -> [Option] {
    guard let list = reader["options"]?.array, !list.isEmpty else {
      throw reader.wrong("options", "a choice needs a list of options")
    }
    var options: [Option] = []
    for (index, value) in list.enumerated() {
      if let text = value.string {
        options.append(Option(value: text))
      } else if let text = value["value"]?.string {
        options.append(Option(value: text, label: value["label"]?.string))
      } else {
        throw reader.wrong("options/\(index)", #"a text or {"value", "label"} is needed"#)
      }
    }
    return options
  }

  fileprivate var json: JSONValue {
    var members: JSONObject = ["name": .string(name)]
    switch kind {
    case .text: members["type"] = "text"
    case .boolean: members["type"] = "boolean"
    case .date: members["type"] = "date"
    case .number(let min, let max, let step):
      members["type"] = "number"
      for (key, value) in [("min", min), ("max", max), ("step", step)] {
        members[key] = value.map { .number($0) }
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
  fileprivate init(json: JSONValue) throws(ManifestError) {
    let reader = try Reader(
      json, at: "/permissions",
      knows: ["hosts", "methods", "browser", "private_hosts", "secrets"])
    self.init()
    hosts = Set(try reader.texts("hosts"))
    if reader["methods"] != nil {
      methods = Set(try reader.texts("methods").map { $0.uppercased() })
    }
    browser = try reader.flag("browser") ?? false
    for (index, text) in try reader.texts("private_hosts").enumerated() {
      guard let place = HostPort(text) else {
        throw reader.wrong("private_hosts/\(index)", "'\(text)' is not HOST or HOST:PORT")
      }
      privateHosts.insert(place)
    }
    for (index, value) in (reader["secrets"]?.array ?? []).enumerated() {
      let binding = try Reader(
        value, at: "/permissions/secrets/\(index)", knows: ["name", "origins", "hosts"])
      var origins: Set<Origin> = []
      for (index, text) in try binding.texts("origins").enumerated() {
        guard let origin = Origin(text) else {
          throw binding.wrong(
            "origins/\(index)",
            "'\(text)' is not an origin like https://api.example.org or http://192.168.1.5:8123")
        }
        origins.insert(origin)
      }
      for host in try binding.texts("hosts") { origins.formUnion(self.origins(ofHost: host)) }
      secrets.append(
        SecretBinding(name: try binding.required("name", length: 1...64), origins: origins))
    }
  }

  /// Bindings were to hosts once: https, and on one's own network the places the block was granted.
  private func origins(ofHost host: String) -> Set<Origin> {
    let https = Origin(host: host)
    var origins: Set = [https]
    for place in privateHosts where place.host == https.host {
      for scheme in Origin.Scheme.allCases {
        origins.insert(Origin(scheme: scheme, host: place.host, port: place.port))
      }
    }
    return origins
  }

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
  fileprivate init(json: JSONValue) throws(ManifestError) {
    let reader = try Reader(json, at: "/limits", knows: ["seconds", "memory_mib", "requests"])
    self.init()
    seconds = try reader.integer("seconds", in: 1...300) ?? seconds
    memoryMiB = try reader.integer("memory_mib", in: 8...512) ?? memoryMiB
    requests = try reader.integer("requests", in: 0...500) ?? requests
  }

  fileprivate var json: JSONValue {
    [
      "seconds": .integer(Int64(seconds)), "memory_mib": .integer(Int64(memoryMiB)),
      "requests": .integer(Int64(requests)),
    ]
  }
}

extension Manifest {
  /// The manifest as `block.json` holds it. Settings that have their default are left out.
  public var json: JSONValue {
    var members: JSONObject = ["name": .string(name)]
    if !prompt.isEmpty { members["prompt"] = .string(prompt) }
    members["schedule"] = schedule.json
    if !params.isEmpty { members["params"] = .array(params.map(\.json)) }
    members["permissions"] = permissions.json
    if limits != Limits() { members["limits"] = limits.json }
    members["contract"] = contract
    if keep != Retention() { members["keep"] = ["runs": .integer(Int64(keep.runs))] }
    return .object(members)
  }
}
