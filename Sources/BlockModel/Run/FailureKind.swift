/// Why something did not work. The kind decides what happens next: wait, ask, or heal.
///
/// One list for runs, cards, the API and the exit codes of the command line; what each kind means
/// stands in one table, ``traits``.
public enum FailureKind: String, Hashable, Sendable, CaseIterable {
  /// Unknown host, refused or broken connection, timeout, TLS.
  case network
  /// 429, or 503 with `Retry-After`.
  case rateLimited = "rate_limited"
  /// 401, 403, or a secret that is missing.
  case auth
  /// Another status of 400 or more.
  case httpStatus = "http_status"
  /// A host, address, method, secret or certificate that the block was not granted.
  case permission
  /// The source shows a page that keeps programs out: a challenge, a captcha, a login.
  case blocked
  /// The script raised an error or does not compile.
  case scriptError = "script_error"
  /// The data are not what the contract promises.
  case contractViolation = "contract_violation"
  /// The answer is not of the form the script reads: wrong content type, broken JSON, feed or page.
  case shapeDrift = "shape_drift"
  /// The UI spec is not valid or names data that are not there.
  case specError = "spec_error"
  /// Memory, time, CPU, result size, log size or number of calls exceeded.
  case limit
  /// Dash itself failed: the worker could not start, disk, database.
  case host

  /// What helps against a failure.
  public enum Remedy: Hashable, Sendable {
    /// The source could not be asked: wait, and say so.
    case wait
    /// The person must decide.
    case ask
    /// The source or the block is wrong: the block may be repaired.
    case heal
    /// Nothing the block or its source could change.
    case none
  }

  /// What a kind means everywhere.
  struct Traits {
    let exitCode: Int32
    let remedy: Remedy
  }

  /// The table of kinds. 10… are sources, 20… blocks, 30 Dash itself.
  var traits: Traits {
    switch self {
    case .network: Traits(exitCode: 10, remedy: .wait)
    case .rateLimited: Traits(exitCode: 11, remedy: .wait)
    case .auth: Traits(exitCode: 12, remedy: .wait)
    case .httpStatus: Traits(exitCode: 13, remedy: .wait)
    case .permission: Traits(exitCode: 14, remedy: .ask)
    case .blocked: Traits(exitCode: 15, remedy: .wait)
    case .scriptError: Traits(exitCode: 20, remedy: .heal)
    case .contractViolation: Traits(exitCode: 21, remedy: .heal)
    case .shapeDrift: Traits(exitCode: 22, remedy: .heal)
    case .specError: Traits(exitCode: 23, remedy: .heal)
    case .limit: Traits(exitCode: 24, remedy: .heal)
    case .host: Traits(exitCode: 30, remedy: .none)
    }
  }

  /// The exit code of `dash run-block` for this kind; 0 is success, 1 a general and 64 a usage error.
  public var exitCode: Int32 { traits.exitCode }

  /// Waiting helps; a model never does.
  public var isTransient: Bool { traits.remedy == .wait }

  /// The block itself may be repaired.
  public var isHealable: Bool { traits.remedy == .heal }
}
