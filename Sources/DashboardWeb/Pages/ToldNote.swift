import BlockUI

/// What came of the last thing that was done on a page with forms.
struct ToldNote {
  let text: String
  let isProblem: Bool

  static func done(_ text: String) -> ToldNote { ToldNote(text: text, isProblem: false) }

  static func problem(_ text: String) -> ToldNote { ToldNote(text: text, isProblem: true) }

  var html: HTML {
    HTML(
      "p",
      [
        .class("card-notice", isProblem ? "notice-warning" : "notice-info"),
        Attribute("role", isProblem ? "alert" : "status"),
      ]
    ) { HTML(text) }
  }
}
