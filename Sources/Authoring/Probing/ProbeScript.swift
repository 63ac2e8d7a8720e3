import BlockModel
import Foundation

/// The analysis of a source as one script, made of the files of `Prompts/probe`.
///
/// Each file is a chunk that gets the table of the others as `...`; a part is run when it is first
/// asked for. `main.lua` gives the function that the worker runs.
struct ProbeScript {
  let text: String

  /// - Returns: `nil` when the folder has no `main.lua`.
  init?(folder: URL) {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    var text = "local files = {}\n"
    for file in files.sorted() where file.hasSuffix(".lua") {
      guard
        let content = try? String(contentsOf: folder.appending(path: file), encoding: .utf8)
      else { return nil }
      text +=
        "files[\(LuaText.quoted(String(file.dropLast(4))))] = function(...)\n\(content)\nend\n"
    }
    text += """
      local parts = setmetatable({}, { __index = function(parts, name)
        parts[name] = files[name](parts)
        return parts[name]
      end })
      return parts.main

      """
    guard files.contains("main.lua") else { return nil }
    self.text = text
  }
}
