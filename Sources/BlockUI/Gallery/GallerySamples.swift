import BlockModel

/// What the samples of the catalogue are shown with.
enum GallerySamples {
  /// Parameters that `form` shows.
  static let params = [
    Param(
      name: "city", kind: .text, label: "City", placeholder: "Lisbon",
      help: "As you would say it to a person.", isRequired: true),
    Param(name: "days", kind: .number(min: 1, max: 10, step: 1), label: "Days", defaultValue: 5),
    Param(
      name: "units",
      kind: .choice([.init(value: "c", label: "°C"), .init(value: "f", label: "°F")]),
      label: "Units", defaultValue: "c"),
    Param(name: "hourly", kind: .boolean, label: "By the hour", defaultValue: true),
    Param(name: "from", kind: .date, label: "From", defaultValue: "2025-11-24"),
  ]
}
