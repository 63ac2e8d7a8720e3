import ArgumentParser
import BlockModel
import BlockStore
import DashboardEngine
import Foundation

/// What people were told, and where it is sent.
struct Notices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what you were told, and choose where it is sent.",
    discussion: """
      Notices appear on the page and here. While `dash serve` runs they are also sent where you want them: to a \
      webhook, to a topic of ntfy, or to a command of this machine.
      """,
    subcommands: [
      NoticesList.self, NoticesTargets.self, NoticesAdd.self, NoticesRemove.self, NoticesTest.self,
    ], defaultSubcommand: NoticesList.self)
}

struct NoticesList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Show what you were told, the newest first.",
    usage: CalledName.usage("notices list"))

  @Option(help: "Only of this block.") var block: String?
  @Option(help: "How many, 1…500.") var limit = 20
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var data: DataOption

  func validate() throws {
    guard (1...500).contains(limit) else {
      throw ValidationError("--limit takes 1…500, got \(limit).")
    }
  }

  func run() async throws {
    try await CommandFailure.reporting {
      let notices = try await data.withEngine { engine in
        try await engine.notices(of: try block.map(CommandFailure.block), limit: limit)
      }
      guard !json else {
        return Output.print(JSONValue.array(notices.map(\.json)).json(.pretty))
      }
      if notices.isEmpty { Output.note("There are no notices yet.") }
      for notice in notices {
        let text = notice.text == notice.title ? "" : "  \(notice.text.onOneLine)"
        Output.print(
          "\(notice.at.formatted(.iso8601))  \(notice.kind.rawValue)  \(notice.block)  \(notice.title.onOneLine)\(text)"
        )
      }
    }
  }
}

struct NoticesTargets: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "targets", abstract: "Show where notices are sent, and what did not arrive.")

  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      try await data.withEngine { engine in
        let targets = try await engine.noticeTargets()
        if targets.isEmpty {
          Output.note(
            "Notices appear on the page only; `dash notices add --help` shows where else.")
        }
        for target in targets {
          let kinds = target.kinds.map(\.rawValue).sorted().joined(separator: ",")
          Output.print("\(target.name)  \(target.label)  \(kinds)")
        }
        for notice in try await engine.notices(limit: 50) {
          for delivery in try await engine.deliveries(of: notice.id) {
            guard let problem = delivery.problem else { continue }
            let next = delivery.retryAt.map { "again at \($0.formatted(.iso8601))" } ?? "given up"
            Output.note(
              "“\(notice.title.onOneLine)” did not reach \(delivery.target): \(problem); \(next)")
          }
        }
      }
    }
  }
}

struct NoticesAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Send notices somewhere from now on.",
    usage: CalledName.usage("notices add <name> <way>", after: "[-- <command> ...]"),
    discussion: """
        dash notices add phone ntfy        the address, https://ntfy.sh/TOPIC, is typed unseen or read from stdin
        dash notices add chat webhook      likewise; it gets a POST of JSON
        dash notices add desk command -- notify-send Dash
      Whoever knows an address can read or send what passes there, so none is given on the command line. \
      A command is run as it is, without a shell; it reads the title and the text on standard input, and \
      finds DASH_KIND, DASH_TITLE and DASH_BLOCK in its environment.
      """)

  enum Way: String, ExpressibleByArgument, CaseIterable { case webhook, ntfy, command }

  @Argument(help: "A name: a…z, 0…9 and -.") var name: String
  @Argument(help: "webhook, ntfy or command.") var way: Way
  @Argument(parsing: .postTerminator, help: "The command and its arguments, after --.")
  var command: [String] = []
  @Option(help: "Only these kinds, with commas: alert, broken, healed, needs_key.")
  var kinds: String?
  @Flag(help: "A token follows the address, on a line of its own.") var token = false
  @Flag(help: "The address is on your own network.") var home = false
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let target = try target()
      try await data.withEngine { engine in try await engine.setNoticeTarget(target) }
      Output.note(
        "Notices go to “\(name)” (\(target.label)) while `dash serve` runs; try it: dash notices test \(name)"
      )
    }
  }

  private func target() throws -> NoticeTarget {
    let kinds = try kinds.map(Self.kinds) ?? Set(NoticeKind.allCases)
    let way: NoticeTarget.Way
    switch self.way {
    case .command: way = .command(command)
    case .webhook: way = .webhook(try SecretInput.read("The address").text)
    case .ntfy: way = .ntfy(try SecretInput.read("The address, with its topic").text)
    }
    let token = token ? try SecretInput.read("The token").text : nil
    do throws(NoticeTarget.Problem) {
      return try NoticeTarget(name, way, kinds: kinds, token: token, isHome: home)
    } catch {
      throw CommandFailure(.host, "Nothing was kept: \(error).")
    }
  }

  private static func kinds(_ text: String) throws -> Set<NoticeKind> {
    Set(
      try text.split(separator: ",").map { name in
        guard let kind = NoticeKind(rawValue: name.trimmingCharacters(in: .whitespaces)) else {
          throw CommandFailure(
            .host,
            "'\(name)' is not a kind of notice; use one of \(NoticeKind.allCases.map(\.rawValue).joined(separator: ", "))."
          )
        }
        return kind
      })
  }
}

struct NoticesRemove: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm", abstract: "Stop sending notices there.")

  @Argument(help: "The name of the target.") var name: String
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let wasThere = try await data.withEngine { try await $0.removeNoticeTarget(name) }
      guard wasThere else {
        throw CommandFailure(
          .host, "There is no target '\(name)'; `dash notices targets` lists the targets.")
      }
      Output.note("Notices no longer go to '\(name)'.")
    }
  }
}

struct NoticesTest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Send a test there.")

  @Argument(help: "The name of the target.") var name: String
  @OptionGroup var data: DataOption

  func run() async throws {
    try await CommandFailure.reporting {
      let outcome = try await data.withEngine { try await $0.testNoticeTarget(name) }
      switch outcome {
      case .sent?: Output.note("It arrived.")
      case .retry(let problem, _)?, .failed(let problem)?:
        throw CommandFailure(.network, "It did not arrive: \(problem).")
      case nil:
        throw CommandFailure(
          .host, "There is no target '\(name)'; `dash notices targets` lists the targets.")
      }
    }
  }
}
