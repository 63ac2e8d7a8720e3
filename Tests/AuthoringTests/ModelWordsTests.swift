import AuthoringWorkshop
import BlockModel
import BlockRuntime
import Egress
import Foundation
import TestSupport
import Testing

@testable import Authoring
@testable import LanguageModels

@Suite("What a person hears of a model's work")
struct ModelWordsTests {
  @Test("the words of the answer that passed, not of one that was rejected")
  func explanation() async throws {
    let (result, _) = try await PipelineTests.draft {
      [
        .text(
          PipelineTests.answer($0, points: "score").replacing(
            "Shows the stories with their points.", with: "Shows scores.")),
        .text(PipelineTests.answer($0)),
      ]
    }
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(draft.explanation.hasPrefix("Shows the stories with their points. "))
  }

  @Test("what is wrong is told the model in its words and the person in theirs")
  func findings() async throws {
    let (result, _) = try await PipelineTests.draft { _ in
      [.text("```lua\nreturn\n```"), .text("```lua\nreturn\n```"), .text("")]
    }
    guard case .draft(let draft) = result else {
      Issue.record("no block: \(result)")
      return
    }
    #expect(
      draft.explanation.hasPrefix(
        "Made without a model, because scripted did not succeed: its block did not pass: the model's answer had no complete block."
      ), "\(draft.explanation)")
  }

  @Test("nobody who has a model is told to connect one")
  func advice() async throws {
    let workshop = Workshop()
    let (author, _) = ModelGrantTests.author(workshop, [.failure("the server is gone")])
    guard
      case .answer(let answer) = await author.draft(
        AuthoringRequest(sentence: "zzz qqq"), progress: { _ in })
    else {
      Issue.record("a block was made of nothing")
      return
    }
    #expect(answer.message.hasPrefix("Scripted did not succeed: the server is gone."))
    #expect(!answer.message.contains("connect a model"), "\(answer.message)")
    await workshop.runner.shutdown()
  }

  @Test("a model that cannot be asked does not hide what the command itself answers")
  func offlineAnswer() async throws {
    let workshop = Workshop()
    for models: any ModelSource in [
      UnusableModel(), FixedModel(ScriptedModel([.failure("no connection")])),
    ] {
      let author = Author(
        runner: workshop.runner, egress: Egress(), recipes: TestPlaces.recipes, models: models)
      let result = await author.refine(
        RefineRequest(
          files: RefineTests.files, sentence: "sort by zebra", lastData: RefineTests.data))
      guard case .answer(let answer) = result else {
        Issue.record("it was sorted")
        continue
      }
      #expect(answer.message.contains("zebra"), "\(answer.message)")
      #expect(answer.message.contains("did not succeed"))
    }
    await workshop.runner.shutdown()
  }

  private struct UnusableModel: ModelSource {
    func choice() async -> ModelChoice {
      .unusable(ModelFailure(.credit, "the account has no credit left; add credit"))
    }
  }

  @Test("a reason is told without the advice that the next words take back")
  func reason() {
    let failure = ModelFailure(.overloaded, "x cannot answer now (busy); try again in some minutes")
    #expect(failure.reason == "x cannot answer now (busy)")
    #expect(failure.advising("set Y").message == "x cannot answer now (busy); set Y")
  }
}
