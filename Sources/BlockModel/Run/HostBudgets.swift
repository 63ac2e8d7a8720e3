/// What scripts, sources and stored things may cost the process that serves the page.
///
/// One table of named bounds: whoever receives, keeps or computes something for a block takes its bound
/// from here. Bounds of single messages between host and worker are `WireBounds` of `WorkerProtocol`.
public enum HostBudgets {
  // MARK: Bytes received

  /// Bytes that one run may receive from its sources, bodies and headers, decoded.
  public static let receivedPerRun = 64 << 20
  /// The part of ``receivedPerRun`` that every run has, whatever others receive at the same time.
  public static let receivedAlways = 8 << 20
  /// Bytes beyond ``receivedAlways`` that all runs of the moment may have received together.
  public static let receivedByAllRuns = 256 << 20
  /// Bytes of one answer's body, decoded, unless its request says otherwise.
  public static let answer = 10 << 20
  /// Bytes of one answer's headers.
  public static let answerHeaders = 256 << 10
  /// Bytes of all answers to one batch of requests, headers and bodies.
  public static let batch = 48 << 20

  // MARK: Pages in the browser

  /// Bytes that a page in the browser receives with all that it loads, decoded.
  public static let page = 32 << 20
  /// Requests that it makes.
  public static let pageRequests = 400
  /// Bytes of memory that the browser has for itself, in all its processes.
  public static let browserMemory = 1536 << 20

  // MARK: Work

  /// Placeholders of secrets that are filled in in one request.
  public static let secretsPerRequest = 32

  // MARK: Things kept

  /// Log lines of one run, and their bytes: more than the worker lets a script write.
  public static let logLines = 5000
  public static let logBytes = 1 << 20
  /// Bytes of one point of a series, as JSON.
  public static let point = 4096

  /// Bytes of answers that are kept to be given again, with their headers and addresses.
  public static let responseCache = 64 << 20
  /// Answers that are kept to be given again.
  public static let responseCacheEntries = 4096
}
