import OrderedCollections

extension Manifest {
  /// Reads the text of a `block.json` that a person or program wrote, strictly: unknown members, wrong
  /// values and contradictions are refused, all at once and each with its line.
  public init(parsing text: String) throws(ManifestError) {
    let (json, map) = try Self.parse(text)
    let (manifest, check) = Self.read(json)
    let doubles = map.duplicates.map { double in
      ManifestProblem(
        place: double.pointer,
        problem:
          "\"\(JSONPointer.parts(double.pointer).last ?? "")\" is there twice in one object; keep one"
      )
    }
    let problems = check.problems + doubles
    guard problems.isEmpty else {
      throw ManifestError(problems: ManifestError.located(problems, in: text))
    }
    self = manifest
  }

  /// Reads a manifest that is not a text, as strictly; its mistakes have places, but no lines.
  public init(json: JSONValue) throws(ManifestError) {
    let (manifest, check) = Self.read(json)
    guard check.problems.isEmpty else { throw ManifestError(problems: check.problems) }
    self = manifest
  }

  /// Reads the text of a `block.json` that was saved before, leniently: what another version of Dash
  /// wrote and this one does not understand counts as absent, and is written back as it was.
  ///
  /// - Throws: only when the text is not a JSON object.
  public init(loading text: String) throws(ManifestError) {
    let (json, _) = try Self.parse(text)
    guard json.object != nil else {
      throw ManifestError(problems: Self.read(json).1.problems)
    }
    self = Self.read(json).0
  }

  private static func parse(_ text: String) throws(ManifestError) -> (JSONValue, SourceMap) {
    let map = SourceMap(text, records: true)
    do { return (try JSONValue(parsing: text), map) } catch {
      var problem = ManifestProblem(place: "", problem: map.explanation ?? error.description)
      if let failure = map.failure {
        let place = map.place(of: failure)
        problem.line = place.line
        problem.column = place.column
      }
      throw ManifestError(problems: [problem])
    }
  }

  private static func read(_ json: JSONValue) -> (Manifest, ShapeCheck) {
    var check = ShapeCheck()
    let members = check.read(json, as: .object(ManifestTable.root), at: "", [])?.object ?? [:]
    var manifest = Manifest(members)
    manifest.passedOver = check.passedOver
    return (manifest, check)
  }

  /// From members that were held against the table.
  private init(_ members: JSONObject) {
    self.init(name: members["name"]?.string ?? Self.namelessName)
    prompt = members["prompt"]?.string ?? ""
    if let value = members["schedule"] { schedule = Schedule(value) ?? schedule }
    params = (members["params"]?.array ?? []).map { Param($0.object ?? [:]) }
    if let value = members["permissions"]?.object { permissions = Permissions(value) }
    if let value = members["limits"] {
      limits.seconds = value["seconds"]?.count() ?? limits.seconds
      limits.memoryMiB = value["memory_mib"]?.count() ?? limits.memoryMiB
      limits.requests = value["requests"]?.count() ?? limits.requests
    }
    contract = (members["contract"]?.array ?? []).map { ContractRule($0) }
    query = members["query"]?.object.map { BlockQuery($0) }
    alerts = (members["alerts"]?.array ?? []).map { Alert($0) }
    locale = members["locale"]?.string
    schema = members["$schema"]?.string
    if let value = members["keep"] {
      keep.runs = value["runs"]?.count() ?? keep.runs
      keep.recordings = value["recordings"]?.count() ?? keep.recordings
      keep.resultDays = value["results"]?.count() ?? keep.resultDays
    }
  }
}

extension Param {
  /// Reads a list of parameters: `[{"name", "type", "label", "default", …}]`, at most 12, strictly.
  public static func list(json: JSONValue) throws(ManifestError) -> [Param] {
    var check = ShapeCheck()
    let shape = ManifestTable.root.members.first { $0.name == "params" }?.shape ?? .any
    let read = check.read(json, as: shape, at: "/params", [.member("params")])
    guard check.problems.isEmpty else { throw ManifestError(problems: check.problems) }
    return (read?.array ?? []).map { Param($0.object ?? [:]) }
  }

  /// From members that were held against the table.
  init(_ members: JSONObject) {
    let kind: Kind =
      switch members["type"]?.string {
      case "number":
        .number(
          min: members["min"]?.number, max: members["max"]?.number, step: members["step"]?.number)
      case "boolean": .boolean
      case "date": .date
      case "choice":
        .choice(
          (members["options"]?.array ?? []).map { option in
            Option(
              value: option.string ?? option["value"]?.string ?? "",
              label: option["label"]?.string)
          })
      case _: .text
      }
    self.init(
      name: members["name"]?.string ?? "", kind: kind, label: members["label"]?.string,
      defaultValue: members["default"] ?? .null, placeholder: members["placeholder"]?.string,
      help: members["help"]?.string, isRequired: members["required"]?.bool ?? false)
  }
}

extension Schedule {
  /// From a value that was held against the table.
  init?(_ value: JSONValue) {
    if value == "manual" {
      self = .manual
    } else if let every = value["every"]?.string.flatMap(Schedule.distance) {
      self = .every(every)
    } else if let cron = value["cron"]?.string {
      let spelled = CronText(cron)
      self = .cron(spelled.expression, timeZone: spelled.zone ?? value["zone"]?.string)
    } else {
      return nil
    }
  }
}

extension Permissions {
  /// From members that were held against the table.
  init(_ members: JSONObject) {
    func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }
    self.init(hosts: Set(texts(members["hosts"])))
    if members["methods"] != nil {
      methods = Set(texts(members["methods"]).map { $0.uppercased() })
    }
    browser = members["browser"]?.bool ?? false
    privateHosts = Set(texts(members["private_hosts"]).compactMap { HostPort($0) })
    pictures = Set(texts(members["pictures"]))
    secrets = (members["secrets"]?.array ?? []).map { secret in
      let origins = texts(secret["origins"]).compactMap { Origin($0) }
      let older = texts(secret["hosts"]).flatMap { self.origins(ofHost: $0) }
      return SecretBinding(name: secret["name"]?.string ?? "", origins: Set(origins + older))
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
}

extension ContractRule {
  /// From a value that was held against the table.
  init(_ value: JSONValue) {
    let ends = (value["between"]?.array ?? []).compactMap(\.number)
    let seconds = value["newest_within"]?.string.flatMap(Schedule.seconds)
    self.init(
      path: value["path"]?.string ?? "",
      rows: value["rows"].map { Bounds(min: $0["min"]?.count(), max: $0["max"]?.count()) },
      filled: value["filled"]?.number,
      kind: value["kind"]?.string.flatMap(Kind.init),
      between: ends.count == 2 && ends[0] <= ends[1] ? ends[0]...ends[1] : nil,
      isUnique: value["unique"]?.bool ?? false, newestWithin: seconds.map { .seconds($0) },
      jumpAtMost: value["jump_at_most"]?.number, isSoft: value["soft"]?.bool ?? false)
  }
}

extension ContractRule {
  /// Reads a list of rules, as `contract` in `block.json` holds it, strictly.
  public static func list(json: JSONValue) throws(ManifestError) -> [ContractRule] {
    var check = ShapeCheck()
    let shape = ManifestTable.root.members.first { $0.name == "contract" }?.shape ?? .any
    let read = check.read(json, as: shape, at: "/contract", [.member("contract")])
    guard check.problems.isEmpty else { throw ManifestError(problems: check.problems) }
    return (read?.array ?? []).map { ContractRule($0) }
  }
}

extension Alert {
  /// Reads a list of alerts, as `alerts` in `block.json` holds it, strictly.
  public static func list(json: JSONValue) throws(ManifestError) -> [Alert] {
    var check = ShapeCheck()
    let shape = ManifestTable.root.members.first { $0.name == "alerts" }?.shape ?? .any
    let read = check.read(json, as: shape, at: "/alerts", [.member("alerts")])
    guard check.problems.isEmpty else { throw ManifestError(problems: check.problems) }
    return (read?.array ?? []).map { Alert($0) }
  }

  /// From a value that was held against the table.
  init(_ value: JSONValue) {
    let pause = value["again_after"]?.string.flatMap(Schedule.seconds)
    self.init(
      name: value["name"]?.string ?? "", when: value["when"]?.string ?? "",
      each: value["each"]?.string,
      say: value["say"]?.string,
      againAfter: pause.map { .seconds($0) } ?? Alert.usualPause)
  }
}
