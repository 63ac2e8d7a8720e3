import Foundation

/// How the browser is kept apart from this machine, besides having no way to the network.
public struct Confinement: Sendable, Hashable {
  /// Chromium's own sandbox around what reads pages.
  public internal(set) var hasSandbox = true
  /// A network namespace in which nothing is.
  public internal(set) var hasOwnNetwork: Bool
  /// It runs as a user who may do nothing, whoever runs Dash.
  public internal(set) var isUnprivileged: Bool

  private let isRoot: Bool
  private let setsPrivileges: Bool

  /// Debian's user `nobody`.
  private static let nobody: uid_t = 65_534
  private static let setpriv = "/usr/bin/setpriv"
  private static let unshare = "/usr/bin/unshare"

  /// What this machine can do: tried, not guessed.
  init() {
    isRoot = geteuid() == 0
    setsPrivileges = FileManager.default.isExecutableFile(atPath: Self.setpriv)
    isUnprivileged = !isRoot || setsPrivileges
    hasOwnNetwork = false
    hasOwnNetwork = Spawning.succeeds(networkPrefix + ["/bin/true"])
  }

  private var networkPrefix: [String] {
    [Self.unshare] + (isRoot ? ["--net"] : ["--user", "--map-current-user", "--net"])
  }

  /// The words before the program's. Each program replaces itself with the next, so that the process
  /// keeps its number; the last dies with the thread that started the first.
  var prefix: [String] {
    var words = hasOwnNetwork ? networkPrefix : []
    if setsPrivileges {
      words += [Self.setpriv]
      if isRoot {
        words += ["--reuid=\(Self.nobody)", "--regid=\(Self.nobody)", "--clear-groups"]
      }
      words += ["--pdeathsig=KILL"]
    }
    return words
  }

  /// May chromium be started without its sandbox? Only where it is root's to decide, who has been left.
  var mayLeaveOutSandbox: Bool { isRoot }

  /// Who the folders of browsers may belong to.
  var users: Set<uid_t> { isRoot ? [0, Self.nobody] : [geteuid()] }

  /// Gives a folder to the user that the browser runs as.
  func handOver(_ folder: URL) {
    if isRoot, setsPrivileges { _ = chown(folder.path, Self.nobody, Self.nobody) }
  }
}

extension Confinement {
  /// What is missing, in words; empty when nothing is.
  public var missing: [String] {
    var missing: [String] = []
    if !hasSandbox { missing.append("its own sandbox") }
    if !hasOwnNetwork { missing.append("an empty network namespace") }
    if !isUnprivileged { missing.append("a user without rights") }
    return missing
  }
}
