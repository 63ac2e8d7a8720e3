import Foundation

/// A command of the DevTools protocol: its parameters are its stored properties.
///
/// Names and meanings are those of https://chromedevtools.github.io/devtools-protocol/tot/, and stand as
/// they are written there, so that each can be looked up.
protocol DevToolsCommand: Encodable, Sendable {
  associatedtype Reply: Decodable & Sendable = NoReply
  /// `Page.navigate`
  static var method: String { get }
}

/// The answer to a command that says no more than that it was done.
struct NoReply: Decodable, Sendable {}

/// A page, frame or worker that commands are meant for; the browser itself when there is none.
struct DevToolsSession: Hashable, Sendable, Codable, RawRepresentable {
  let rawValue: String
}

/// Why a command has no answer.
enum DevToolsProblem: Error, Sendable, Hashable {
  /// Chromium refused it, in its own words.
  case refused(String)
  /// Chromium is gone, or spoke something else than DevTools.
  case closed
  /// Chromium sent more than ``DevToolsConnection/mostBytes`` at once.
  case tooLarge
  case cancelled
}

// MARK: On the wire

/// A command as it is written.
struct DevToolsOrder<Command: DevToolsCommand>: Encodable {
  let id: Int
  let command: Command
  let session: DevToolsSession?

  private enum CodingKeys: String, CodingKey { case id, method, params, sessionId }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(Command.method, forKey: .method)
    try container.encode(command, forKey: .params)
    try container.encodeIfPresent(session, forKey: .sessionId)
  }
}

/// What every message of chromium begins to be read as: an answer, or news.
struct DevToolsHead: Decodable {
  struct Complaint: Decodable { let message: String }

  let id: Int?
  let method: String?
  let sessionId: DevToolsSession?
  let error: Complaint?
}

/// The answer to a command.
struct DevToolsAnswer<Reply: Decodable>: Decodable { let result: Reply }
