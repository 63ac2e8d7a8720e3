import Foundation

/// Commands to the browser as a whole: which pages there are.
enum BrowserCommands {
  struct GetVersion: DevToolsCommand {
    static let method = "Browser.getVersion"
    struct Reply: Decodable, Sendable {
      /// `Chrome/156.0.8078.108`
      let product: String
    }
  }

  struct DenyDownloads: DevToolsCommand {
    static let method = "Browser.setDownloadBehavior"
    let behavior = "deny"
    let browserContextId: String
  }

  /// A profile in memory that shares nothing with others.
  struct CreateContext: DevToolsCommand {
    static let method = "Target.createBrowserContext"
    let disposeOnDetach = true
    struct Reply: Decodable, Sendable { let browserContextId: String }
  }

  struct DisposeContext: DevToolsCommand {
    static let method = "Target.disposeBrowserContext"
    let browserContextId: String
  }

  struct CreatePage: DevToolsCommand {
    static let method = "Target.createTarget"
    let url = "about:blank"
    let browserContextId: String
    struct Reply: Decodable, Sendable { let targetId: String }
  }

  struct Attach: DevToolsCommand {
    static let method = "Target.attachToTarget"
    let targetId: String
    let flatten = true
    struct Reply: Decodable, Sendable { let sessionId: DevToolsSession }
  }

  /// Tells of every page that comes to be.
  struct Discover: DevToolsCommand {
    static let method = "Target.setDiscoverTargets"
    let discover = true
  }

  struct CloseTarget: DevToolsCommand {
    static let method = "Target.closeTarget"
    let targetId: String
  }

  /// Frames of other sites, and workers, are targets of their own; each waits until it is let run.
  struct AutoAttach: DevToolsCommand {
    static let method = "Target.setAutoAttach"
    let autoAttach = true
    let waitForDebuggerOnStart = true
    let flatten = true
  }

  struct Run: DevToolsCommand {
    static let method = "Runtime.runIfWaitingForDebugger"
  }
}
