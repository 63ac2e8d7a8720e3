/// Why something did not work. The kind decides what happens next: wait, ask, or heal.
///
/// One list for runs, cards, the API and the exit codes of the command line.
public enum FailureKind: String, Hashable, Sendable, CaseIterable {
  // The source could not be asked: wait, and say so.
  /// Unknown host, refused or broken connection, timeout, TLS.
  case network
  /// 429, or 503 with `Retry-After`.
  case rateLimited = "rate_limited"
  /// 401, 403, or a secret that is missing.
  case auth
  /// Another status of 400 or more.
  case httpStatus = "http_status"

  // The person must decide.
  /// A host, address, method or secret that the block was not granted.
  case permission

  // The source or the block is wrong: heal.
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

  /// The exit code of `dash run-block` for this kind; 0 is success, 1 a general and 64 a usage error.
  public var exitCode: Int32 {
    switch self {
    case .network: 10
    case .rateLimited: 11
    case .auth: 12
    case .httpStatus: 13
    case .permission: 14
    case .scriptError: 20
    case .contractViolation: 21
    case .shapeDrift: 22
    case .specError: 23
    case .limit: 24
    case .host: 30
    }
  }

  /// Waiting helps; a model never does.
  public var isTransient: Bool {
    switch self {
    case .network, .rateLimited, .auth, .httpStatus: true
    case .permission, .scriptError, .contractViolation, .shapeDrift, .specError, .limit, .host:
      false
    }
  }

  /// The block itself may be repaired.
  public var isHealable: Bool {
    switch self {
    case .scriptError, .contractViolation, .shapeDrift, .specError, .limit: true
    case .network, .rateLimited, .auth, .httpStatus, .permission, .host: false
    }
  }
}
