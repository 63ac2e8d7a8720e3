import BlockModel
import BlockUI

/// What the script returns against what the card shows.
enum FieldLint {
  static func problems(
    _ script: ScriptReading, _ spec: CompiledSpec, _ manifest: Manifest, _ file: FileText
  ) -> [FileProblem] {
    guard let returned = ReturnedFields(script), !returned.places.isEmpty else { return [] }
    let shown = spec.dataNames
    let names = Set(shown.map(\.name))
    var problems: [FileProblem] = []
    if returned.isWhole {
      let map = SourceMap(file.text(0..<file.bytes.count), records: true)
      var told: Set<String> = []
      for (name, pointer) in shown
      where returned.places[name] == nil && told.insert(name).inserted {
        let free = returned.places.keys.filter { !names.contains($0) }.sorted()
        let near =
          NearName.best(for: name, among: free)
          ?? NearName.best(for: name, among: returned.places.keys.sorted())
        problems.append(
          FileProblem(
            .missingField, as: .missingData, file: file.name,
            at: map.offset(of: pointer).map { map.place(of: $0) },
            "the script does not return '\(name)'"
              + (near.map { "; did you mean '\($0)'?" } ?? ""),
            why: "the card would have nothing to show there",
            mend: "it returns: \(returned.places.keys.sorted().joined(separator: ", "))"))
      }
    }
    let rules =
      manifest.alerts.map { $0.when + " " + ($0.say ?? "") } + manifest.contract.map(\.path)
    let words = Set(rules.flatMap { $0.split { !$0.isLetter && !$0.isNumber && $0 != "_" } })
    for (name, range) in returned.places
    where !names.contains(name) && !words.contains(Substring(name)) {
      problems.append(
        script.file.problem(
          .unshownField, as: .slip, at: range.lowerBound, "the card never shows '\(name)'",
          mend: "show it in block.ui.json, or leave it out"))
    }
    return problems
  }
}
