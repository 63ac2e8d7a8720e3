import OrderedCollections

extension ManifestTable {
  static let rule = ObjectShape(
    members: [
      Member(
        "path", .form(.path), "Where in the data: `stories`, `stories[].title`.", isRequired: true),
      Member(
        "rows",
        .object(
          ObjectShape(
            members: [
              Member("min", .integer(0...1_000_000), "The fewest elements."),
              Member("max", .integer(0...1_000_000), "The most elements."),
            ], example: #"{"min": 5}"#,
            rules: { reading in
              if reading.members.isEmpty {
                reading.lacks(#"write {"min": 5}, {"max": 100} or both"#)
              }
              if let low = reading["min"]?.integer, let high = reading["max"]?.integer, low > high {
                reading.refuse("max", "\"max\" is less than \"min\": no list fits")
              }
            })), "How many elements the list has."),
      Member("filled", .number, "The share of values that are there and not empty, 0…1."),
      Member(
        "kind", .word(ContractRule.Kind.allCases.map(\.rawValue)), "What kind of value it is."),
      Member(
        "between", .list(.number, count: 2...2), "The smallest and the largest value, [0, 6000]."),
      Member("unique", .flag, "Whether no two values are the same.", standard: false),
      Member(
        "newest_within", .form(.distance(60...316_224_000)),
        "How old the newest value may be."),
      Member(
        "jump_at_most", .number, "The largest factor between one run and the next, up or down."
      ),
      Member("soft", .flag, "Warns instead of failing the run.", standard: false),
    ], example: #"{"path": "items", "rows": {"min": 1}}"#, isWhole: true,
    rules: { reading in
      if let share = reading["filled"]?.number, !(0...1).contains(share) {
        reading.refuse("filled", "a share 0…1 is needed, not \(share)")
      }
      if let range = reading["between"]?.array, let low = range[0].number,
        let high = range[1].number, low > high
      {
        reading.refuse("between", "put the smaller value first: [\(range[1]), \(range[0])]")
      }
      if let jump = reading["jump_at_most"]?.number, jump < 1 {
        reading.refuse("jump_at_most", "a factor of 1 or more is needed, not \(jump)")
      }
      let says = ["rows", "filled", "kind", "between", "unique", "newest_within", "jump_at_most"]
      if !says.contains(where: { reading[$0] != nil }) {
        reading.lacks(#"the rule says nothing about the data; add "rows": {"min": 1} or another"#)
      }
    })
}
