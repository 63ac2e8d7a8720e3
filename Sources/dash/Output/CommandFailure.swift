import ArgumentParser
import BlockModel

/// Why a command failed: the sentence goes to stderr, the kind becomes the exit code.
struct CommandFailure: Error, CustomStringConvertible {
  let kind: FailureKind
  let description: String
  /// What a sentence was answered with, which may say what would help.
  private let answer: AuthoringAnswer?

  init(_ kind: FailureKind, _ description: String) {
    self.kind = kind
    self.description = description
    answer = nil
  }

  init(_ kind: FailureKind, _ answer: AuthoringAnswer) {
    self.kind = kind
    description = answer.message
    self.answer = answer
  }

  /// The block that a person names.
  static func block(_ text: String) throws(CommandFailure) -> BlockID {
    guard let id = BlockID(text) else {
      throw CommandFailure(
        .host, "'\(text)' is not a block id; `dash list` lists the blocks.")
    }
    return id
  }

  /// Runs the body of a command; every error ends as one sentence and an exit code.
  static func reporting(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch let error as CommandFailure {
      Output.problem(error.description)
      if let answer = error.answer { Output.offer(answer) }
      throw ExitCode(error.kind.exitCode)
    } catch let error as ExitCode {
      throw error
    } catch {
      Output.problem("\(error)")
      throw ExitCode(FailureKind.host.exitCode)
    }
  }
}
