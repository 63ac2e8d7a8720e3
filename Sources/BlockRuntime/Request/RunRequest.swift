public import BlockModel
public import Egress
public import Foundation
public import OrderedCollections

/// One run of one block, with everything it needs.
public struct RunRequest: Sendable {
  /// Why the block runs; the script reads it as `ctx.reason`.
  public enum Reason: String, Sendable, CaseIterable {
    case create, schedule, manual, edit, heal, action, cli, probe, webhook
  }

  /// A button or checkbox was used: `on_action(name, args, ctx)` runs instead of the block.
  public struct Action: Sendable {
    public var name: String
    public var arguments: JSONValue

    public init(name: String, arguments: JSONValue = .object([:])) {
      self.name = name
      self.arguments = arguments
    }
  }

  public var block: BlockID
  public var script: String
  public var permissions: Permissions
  public var limits: Limits
  /// The values of all parameters, defaults filled in.
  public var params: JSONObject
  public var reason: Reason
  /// Where the person is, as the script reads it: `ctx.zone`, `ctx.locale`.
  public var surroundings: Surroundings
  public var now: Date
  public var lastSuccess: Date?
  public var action: Action?
  public var cassette: Cassette?
  /// Ask the sources even if the cache has answers that are still good.
  public var isFresh: Bool
  /// Report reads of keys that are not there (costs time; for authoring).
  public var tracesAbsentKeys: Bool
  /// Tell where the time of the script went (costs time; for who writes it).
  public var isProfiled = false
  /// Is told every answer the script gets, from any thread; for authoring, which compares.
  public var heard: (@Sendable (EgressResponse) -> Void)?
  /// Where `store` reads and writes; `nil`: a buffer of this run alone. The runs of a trial share one.
  public var storage: ScriptBuffer?
  /// Only compile the script.
  var isCheck = false

  public init(
    block: BlockID, files: BlockFiles, params: JSONObject = [:], reason: Reason,
    now: Date = Date(), lastSuccess: Date? = nil, action: Action? = nil,
    cassette: Cassette? = nil, isFresh: Bool = false, tracesAbsentKeys: Bool = false
  ) {
    self.block = block
    script = files.script
    permissions = files.manifest.permissions
    limits = files.manifest.limits
    self.params = files.manifest.values(params)
    self.reason = reason
    surroundings = Surroundings.current.speaking(files.manifest.locale)
    self.now = now
    self.lastSuccess = lastSuccess
    self.action = action
    self.cassette = cassette
    self.isFresh = isFresh
    self.tracesAbsentKeys = tracesAbsentKeys
  }
}

extension Manifest {
  /// The values of all parameters: the person's where given, the defaults elsewhere.
  public func values(_ given: JSONObject) -> JSONObject {
    var values: JSONObject = [:]
    for param in params { values[param.name] = given[param.name] ?? param.defaultValue }
    return values
  }
}
