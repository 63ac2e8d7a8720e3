/// "+12 more": rows that were cut.
enum MoreRows {
  static func html(_ count: Int) -> HTML? {
    count > 0 ? HTML("p", class: "c-more") { HTML("+\(count) more") } : nil
  }

  static func text(_ count: Int) -> [String] { count > 0 ? ["+\(count) more"] : [] }
}
