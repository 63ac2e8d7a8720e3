extension Template {
  /// Shows how many elements `list` has, where `path` (`list.length`) stood.
  func counting(_ path: Path, of list: Path) -> Template {
    Template(
      parts: parts.map { part in
        guard case .binding(let binding) = part, binding.path == path else { return part }
        return .binding(Binding(path: list, formats: [FormatCall(.count)] + binding.formats))
      })
  }

  func replacing(_ path: Path, with other: Path) -> Template {
    Template(
      parts: parts.map { part in
        guard case .binding(let binding) = part, binding.path == path else { return part }
        return .binding(Binding(path: other, formats: binding.formats))
      })
  }
}
