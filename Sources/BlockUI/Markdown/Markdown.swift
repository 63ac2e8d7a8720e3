import CCmark

/// Markdown (CommonMark with tables and strike-through of GitHub) through the typed builder.
///
/// cmark-gfm only parses. Raw HTML is shown as the text it is, images by their alternative text,
/// links only with addresses that links may have.
enum Markdown {
  static func html(_ text: String) -> HTML {
    guard let parser = cmark_parser_new(Int32(CMARK_OPT_DEFAULT)) else { return HTML(text) }
    defer { cmark_parser_free(parser) }
    cmark_gfm_core_extensions_ensure_registered()
    for name in ["table", "strikethrough", "autolink"] {
      if let known = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, known)
      }
    }
    var text = text
    text.withUTF8 { bytes in
      // Safe because cmark copies what it is fed.
      bytes.withMemoryRebound(to: CChar.self) {
        cmark_parser_feed(parser, $0.baseAddress, $0.count)
      }
    }
    guard let document = cmark_parser_finish(parser) else { return HTML(text) }
    defer { cmark_node_free(document) }
    return children(document, depth: 0)
  }

  private static func children(_ node: OpaquePointer, depth: Int) -> HTML {
    // Deeper nesting than any person writes is cut; cmark itself does not recurse.
    guard depth < 60 else { return HTML() }
    var html = HTML()
    var child = cmark_node_first_child(node)
    while let current = child {
      html += element(current, depth: depth + 1)
      child = cmark_node_next(current)
    }
    return html
  }

  private static func literal(_ node: OpaquePointer) -> HTML {
    HTML(cmark_node_get_literal(node).map { String(cString: $0) } ?? "")
  }

  private static func element(_ node: OpaquePointer, depth: Int) -> HTML {
    func inner() -> HTML { children(node, depth: depth) }
    switch String(cString: cmark_node_get_type_string(node)) {
    case "paragraph": return HTML("p") { inner() }
    case "heading":
      switch cmark_node_get_heading_level(node) {
      case 1: return HTML("h3") { inner() }
      case 2: return HTML("h4") { inner() }
      default: return HTML("h5") { inner() }
      }
    case "text": return literal(node)
    case "softbreak": return HTML("\n")
    case "linebreak": return HTML("br", [])
    case "emph": return HTML("em") { inner() }
    case "strong": return HTML("strong") { inner() }
    case "strikethrough": return HTML("del") { inner() }
    case "code": return HTML("code") { literal(node) }
    case "code_block":
      return HTML("pre", [Attribute("tabindex", "0")]) { HTML("code") { literal(node) } }
    case "block_quote": return HTML("blockquote") { inner() }
    case "item": return HTML("li") { inner() }
    case "list":
      return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
        ? HTML("ol") { inner() } : HTML("ul") { inner() }
    case "thematic_break": return HTML("hr", [])
    case "link":
      let url = cmark_node_get_url(node).flatMap { PageURL(link: String(cString: $0)) }
      return LinkedText.html(inner(), url)
    case "table": return HTML("table", class: "c-table c-table--dense") { inner() }
    case "table_header", "table_row": return HTML("tr") { inner() }
    case "table_cell": return HTML("td") { inner() }
    case "html_block", "html_inline": return literal(node)
    default: return inner()
    }
  }
}
