import BlockModel
import Drafting
import Foundation

/// The files of a folder that somebody begins with: a block that runs as it is, and its test.
struct NewBlock {
  /// File name → text, beside the files that are copied.
  let files: [(name: String, text: String)]
  /// A folder of recorded answers that is copied along.
  let cassette: URL?

  /// A block that needs no source: it greets, and remembers its runs.
  init(named name: String) {
    let title = JSONValue.string(name).json()
    files = [
      (
        BlockFiles.manifestName,
        """
        {
          "name": \(title),
          "schedule": {"every": "1h"},
          "params": [{"name": "greeting", "type": "text", "label": "Greeting", "default": "Hello"}]
        }

        """
      ),
      (
        BlockFiles.scriptName,
        """
        -- Returns what the card shows. `dash docs` lists what a script can call; a source is asked with
        --   local http = require "http"
        --   http.get("https://api.example.org/items"):json()
        -- once block.json names its host: "permissions": {"hosts": ["api.example.org"]}.
        local store = require "store"

        return function(ctx)
          local runs = store.get("runs", 0) + 1
          store.set("runs", runs)
          return { greeting = ctx.params.greeting, runs = runs, at = ctx.now }
        end

        """
      ),
      (
        BlockFiles.specName,
        """
        {
          "ui": 1,
          "title": \(title),
          "updated": "${at}",
          "body": [{"type": "stat", "label": "${greeting}", "value": "run ${runs}"}]
        }

        """
      ),
      (
        BlockTest.fileName,
        """
        -- Each case runs the block; `dash test` says what came of it.
        return {
          {
            name = "greets, and counts its first run",
            now = "2026-11-26T10:00:00Z",
            params = { greeting = "Moin" },
            expect = function(data, card)
              expect(data.greeting):to_equal("Moin")
              expect(data.runs):to_equal(1)
              expect(card):to_contain("Moin")
            end,
          },
        }

        """
      ),
    ]
    cassette = nil
  }

  /// A recipe as it comes with Dash, with its recorded answers.
  init(_ recipe: Recipe) {
    let texts = BlockTexts(recipe.files)
    cassette = recipe.cassette
    let replay = cassette == nil ? "" : "\n    replay = \"cassette\","
    files =
      texts.named + [
        (
          BlockTest.fileName,
          """
          return {
            {
              name = "shows what was recorded",\(replay)
              expect = function(data, card)
                expect(type(data)):to_equal("table")
                expect(#card > 0):to_equal(true)
              end,
            },
          }

          """
        )
      ]
  }

  /// The settings of lua-language-server, which VS Code and Neovim use.
  /// - Parameter library: the folder with what the stdlib has.
  static func languageServer(library: String) -> String {
    let settings: JSONValue = [
      "$schema":
        "https://raw.githubusercontent.com/LuaLS/vscode-lua/master/setting/schema.json",
      "runtime.version": "Lua 5.4",
      "runtime.builtin": [
        "io": "disable", "os": "disable", "debug": "disable", "package": "disable",
        "ffi": "disable", "jit": "disable",
      ],
      "workspace.library": [.string(library)],
      "workspace.checkThirdParty": false,
      "diagnostics.globals": ["expect"],
    ]
    return settings.json(.pretty) + "\n"
  }
}
