import ArgumentParser
import BlockModel
import DashboardEngine
import Foundation

/// What a block may reach.
struct PermissionsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "permissions", abstract: "Show what a block may do, who allowed it and when.",
    discussion: """
      Each line is what `dash allow ID WHAT` and `dash revoke ID WHAT` take. What the block \
      asks for but may not do comes last.
      """)

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let (grants, requests) = try await data.withEngine { engine in
        let id = try CommandFailure.block(block)
        return (try await engine.grants(of: id), try await engine.requests(of: id))
      }
      guard !json else {
        return Output.print(Self.json(grants, requests).json(.pretty))
      }
      for grant in grants {
        Output.print("\(grant.subject)  \(grant.by)  \(grant.at.formatted(.iso8601))")
      }
      if grants.isEmpty { Output.note("Nothing has been allowed.") }
      for subject in requests { Output.print("asks for: \(subject)") }
    }
  }

  private static func json(_ grants: [Grant], _ requests: [Grant.Subject]) -> JSONValue {
    func members(_ subject: Grant.Subject) -> JSONObject {
      [
        "what": .string(subject.description), "kind": .string(subject.kind),
        "says": .string(subject.sentence),
      ]
    }
    return [
      "allowed": .array(
        grants.map { grant in
          var object = members(grant.subject)
          object["by"] = .string(grant.by)
          object["at"] = .string(grant.at.formatted(.iso8601))
          return .object(object)
        }),
      "asks": .array(requests.map { .object(members($0)) }),
    ]
  }
}

/// Lets a block do what it asks for.
struct Allow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Allow a block what it asks for.",
    discussion: WhatArgument.forms)

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var what: WhatArgument
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let subject = try what.subject()
      try await data.withEngine { engine in
        let id = try CommandFailure.block(block)
        if case .secret(let name, _) = subject,
          try await !engine.knowsSecret(name)
        {
          throw CommandFailure(
            .auth, "The key '\(name)' has no value; `dash secret set \(name) \(id)` gives it one.")
        }
        try await engine.allow(id, subject, by: "dash allow")
      }
      Output.note("Allowed it to \(subject.sentence).")
    }
  }
}

/// Takes back what a block may.
struct Revoke: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take back what a block may do.", discussion: WhatArgument.forms)

  @Argument(help: "A block's id.") var block: String
  @OptionGroup var what: WhatArgument
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let subject = try what.subject()
      let wasAllowed = try await data.withEngine { engine in
        try await engine.revoke(try CommandFailure.block(block), subject, by: "dash revoke")
      }
      guard wasAllowed else {
        throw CommandFailure(
          .host,
          "'\(block)' was not allowed to \(subject.sentence); `dash permissions \(block)` lists what was."
        )
      }
      Output.note("It may no longer \(subject.sentence).")
    }
  }
}

struct WhatArgument: ParsableArguments {
  static let forms = """
    WHAT is one of:
      nas.local:8123                             a place that is not public
      host api.example.org                       a host of the internet
      picture img.example.org                    a host that pictures come from
      secret NAME https://api.example.org        a key towards one origin
      certificate nas.local:443 FINGERPRINT      a certificate nobody vouches for
      browser                                    pages rendered by a browser
    """

  @Argument(help: "HOST:PORT, or a kind and what of it, as `dash permissions` prints it.")
  var what: [String]

  func subject() throws -> Grant.Subject {
    let text = what.joined(separator: " ")
    guard let subject = Grant.Subject(text) else {
      throw CommandFailure(
        .host,
        "'\(text)' is not something that can be allowed; `dash allow --help` shows the forms.")
    }
    return subject
  }
}
