import Foundation

/// News of chromium that matter here; all others are thrown away unread.
enum DevToolsEvent: Sendable {
  /// A request waits.
  case requestPaused(PausedRequest)
  /// A frame of another site, or a worker, waits to be let run.
  case attached(AttachedTarget)
  case targetCreated(TargetInfo)
  case dialogOpened(OpenedDialog)
  /// The page goes to another document.
  case navigated(FrameNavigated)
  case loaded
  case crashed

  struct PausedRequest: Decodable, Sendable {
    struct Request: Decodable, Sendable {
      let url: String
      let method: String
      let headers: [String: String]
      let hasPostData: Bool?
      let postDataEntries: [PostData]?
    }
    struct PostData: Decodable, Sendable { let bytes: Data? }

    let requestId: String
    let request: Request
    let frameId: String
    /// `Document`, `Script`, `XHR`, …
    let resourceType: String
  }

  struct AttachedTarget: Decodable, Sendable {
    let sessionId: DevToolsSession
    let targetInfo: TargetInfo
  }

  struct TargetInfo: Decodable, Sendable {
    let targetId: String
    /// `page`, `iframe`, `worker`, …
    let type: String
    let browserContextId: String?
  }

  struct OpenedDialog: Decodable, Sendable {
    /// `alert`, `confirm`, `prompt`, `beforeunload`
    let type: String
  }

  struct FrameNavigated: Decodable, Sendable {
    struct Frame: Decodable, Sendable {
      let id: String
      let url: String
    }
    let frame: Frame
  }
}

extension DevToolsEvent {
  private struct News<Parameters: Decodable>: Decodable { let params: Parameters }

  /// - Returns: `nil` for news that do not matter.
  init?(_ method: String, in message: Data) throws {
    func parameters<Parameters: Decodable>() throws -> Parameters {
      try JSONDecoder().decode(News<Parameters>.self, from: message).params
    }
    switch method {
    case "Fetch.requestPaused": self = .requestPaused(try parameters())
    case "Target.attachedToTarget": self = .attached(try parameters())
    case "Target.targetCreated": self = .targetCreated(try Self.targetInfo(in: message))
    case "Page.javascriptDialogOpening": self = .dialogOpened(try parameters())
    case "Page.frameNavigated": self = .navigated(try parameters())
    case "Page.loadEventFired": self = .loaded
    case "Inspector.targetCrashed": self = .crashed
    default: return nil
    }
  }

  private static func targetInfo(in message: Data) throws -> TargetInfo {
    struct Parameters: Decodable { let targetInfo: TargetInfo }
    return try JSONDecoder().decode(News<Parameters>.self, from: message).params.targetInfo
  }
}
