import ArgumentParser
import BlockModel
import Egress

/// The manual page (man(7)), made of what every command says of itself.
struct ManualPage<Root: ParsableCommand> {
  let root: Root.Type

  var text: String {
    let commands = root.configuration.subcommands.filter { $0.configuration.shouldDisplay }
    let sections = commands.map { command -> String in
      ".SS \(Self.escaped("\(CalledName.name) \(command._commandName)"))\n.nf\n"
        + Self.escaped(root.helpMessage(for: command, columns: Terminal.width)) + "\n.fi"
    }
    let codes = FailureKind.allCases.map { "\($0.exitCode)  \($0.rawValue)" }
      .joined(separator: "\n")
    return """
      .TH \(CalledName.name.uppercased()) 1 "" "Dash \(Self.escaped(EgressConfiguration.version))"
      .SH NAME
      \(CalledName.name) \\- \(Self.escaped(root.configuration.abstract))
      .SH SYNOPSIS
      .B \(CalledName.name)
      COMMAND [ARGUMENTS]
      .SH DESCRIPTION
      .nf
      \(Self.escaped(root.configuration.discussion))
      .fi
      .SH COMMANDS
      \(sections.joined(separator: "\n"))
      .SH EXIT STATUS
      .nf
      0  done
      1  something is not as it should be
      \(codes)
      64  the command line is not understood
      .fi
      .SH ENVIRONMENT
      DASH_DATA: the data folder.
      NO_COLOR: no colours.
      """
  }

  /// Backslashes, and lines that begin like a request.
  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\e").split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.hasPrefix(".") || $0.hasPrefix("'") ? "\\&" + $0 : String($0) }
      .joined(separator: "\n")
  }
}
