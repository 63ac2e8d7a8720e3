import Foundation

/// Commands to a page: where it goes, what it asks for, what is in it.
enum PageCommands {
  struct Enable: DevToolsCommand {
    static let method = "Page.enable"
  }

  struct Navigate: DevToolsCommand {
    static let method = "Page.navigate"
    let url: String
    struct Reply: Decodable, Sendable {
      /// `net::ERR_ABORTED`
      let errorText: String?
      let isDownload: Bool?
    }
  }

  struct HandleDialog: DevToolsCommand {
    static let method = "Page.handleJavaScriptDialog"
    let accept: Bool
  }

  struct SetUserAgent: DevToolsCommand {
    static let method = "Emulation.setUserAgentOverride"
    let userAgent: String
  }

  struct GetDocument: DevToolsCommand {
    static let method = "DOM.getDocument"
    let depth = 0
    struct Reply: Decodable, Sendable { let root: Node }
    struct Node: Decodable, Sendable {
      let nodeId: Int
      let documentURL: String?
    }
  }

  struct GetOuterHTML: DevToolsCommand {
    static let method = "DOM.getOuterHTML"
    let nodeId: Int
    struct Reply: Decodable, Sendable { let outerHTML: String }
  }

  /// The value of an expression in the page, which may say what it wants.
  struct Evaluate: DevToolsCommand {
    static let method = "Runtime.evaluate"
    let expression: String
    let returnByValue = true
    struct Reply: Decodable, Sendable { let result: Call.Value }
  }

  struct Find: DevToolsCommand {
    static let method = "DOM.querySelector"
    let nodeId: Int
    let selector: String
    struct Reply: Decodable, Sendable {
      /// 0 when there is none.
      let nodeId: Int
    }
  }

  struct ScrollIntoView: DevToolsCommand {
    static let method = "DOM.scrollIntoViewIfNeeded"
    let nodeId: Int
  }

  /// Where a node is on the screen, as corners: x and y, four times for each box.
  struct GetQuads: DevToolsCommand {
    static let method = "DOM.getContentQuads"
    let nodeId: Int
    struct Reply: Decodable, Sendable { let quads: [[Double]] }
  }

  struct Resolve: DevToolsCommand {
    static let method = "DOM.resolveNode"
    let nodeId: Int
    struct Reply: Decodable, Sendable { let object: Object }
    struct Object: Decodable, Sendable { let objectId: String }
  }

  /// Calls a function on a node with one text.
  struct Call: DevToolsCommand {
    static let method = "Runtime.callFunctionOn"
    let functionDeclaration: String
    let objectId: String
    let arguments: [Argument]
    let returnByValue = true
    let userGesture = true
    struct Argument: Encodable, Sendable { let value: String }
    struct Reply: Decodable, Sendable { let result: Value }
    struct Value: Decodable, Sendable { let value: String? }
  }
}
