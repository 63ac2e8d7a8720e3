public import BlockHealth
public import BlockModel
import Egress
public import Foundation

extension SourceAnswer {
  /// The answers that were recorded in a folder; none without one.
  public static func all(in folder: URL?) -> [SourceAnswer] {
    (folder.map(RecordedAnswer.all) ?? []).map { answer in
      SourceAnswer(
        method: answer.method, url: answer.url, status: answer.status,
        mediaType: answer.mediaType, body: answer.body)
    }
  }
}

extension Emptiness {
  /// Why lists are empty that had rows in the good run of a request; `nil` when none is.
  public init?(_ request: HealRequest, data: JSONValue?) {
    guard
      let lost = data.flatMap({
        LostRows(
          from: request.goodData, to: $0, learned: LearnedContract(),
          rules: request.files.manifest.contract)
      })
    else { return nil }
    self.init(
      of: lost, before: SourceAnswer.all(in: request.goodAnswers),
      now: SourceAnswer.all(in: request.freshAnswers), script: request.files.script)
  }
}
