import CSandbox

/// Which layers of the sandbox are on in a child.
public struct SandboxReport: Sendable, Hashable {
  public enum Layer: String, Sendable, CaseIterable {
    case noNewPrivileges = "no new privileges"
    case namespaces = "own network, mount, IPC and user namespaces"
    case landlock = "Landlock (no file can be opened)"
    case seccomp = "seccomp allow-list"
    case limits = "resource limits"

    var bit: Int32 {
      let bit =
        switch self {
        case .noNewPrivileges: DASH_LAYER_NO_NEW_PRIVS
        case .namespaces: DASH_LAYER_NAMESPACES
        case .landlock: DASH_LAYER_LANDLOCK
        case .seccomp: DASH_LAYER_SECCOMP
        case .limits: DASH_LAYER_LIMITS
        }
      return Int32(bit)
    }
  }

  public let layers: Set<Layer>

  init(bits: Int32) { layers = Set(Layer.allCases.filter { bits & $0.bit != 0 }) }

  public var missing: [Layer] { Layer.allCases.filter { !layers.contains($0) } }
  public var isComplete: Bool { missing.isEmpty }
}
