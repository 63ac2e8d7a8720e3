import WorkerProtocol

/// Why a child is not believed any more.
enum Breach: Error, Hashable, CustomStringConvertible {
  case message(WireProblem)
  /// It asked again before it had read the answer.
  case impatient
  /// It sends more than anybody reads.
  case flood
  case tooManyNotes
  /// The data are not JSON.
  case notJSON(reason: String)
  case tooDeep
  case tooManyValues

  var description: String {
    switch self {
    case .message(let problem): "\(problem)"
    case .impatient: "it asked before it had read the last answer"
    case .flood: "it sent more than one message at a time"
    case .tooManyNotes: "it wrote more log lines than a script can"
    case .notJSON(let reason): "its data are not JSON (\(reason))"
    case .tooDeep: "its data are nested deeper than \(DataBounds.depth) levels"
    case .tooManyValues: "its data have more than \(DataBounds.values) values"
    }
  }
}
