import BlockModel

extension AuthoringAnswer {
  /// The message without the words of a shell: on the page a button allows, and *Models* connects.
  var pageMessage: String {
    message.replacing(#/(; allow it)? with --grant \S+ or the Allow button/#, with: "")
      .replacing(" with `dash models`", with: "")
  }
}
