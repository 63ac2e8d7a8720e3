import BlockModel
import BlockUI
import Foundation

/// What was asked of whom, each address on a line of its own: addresses are long, and a drawer is narrow.
enum ExchangeList {
  private static let addressLength = 300

  static func html(_ exchanges: ArraySlice<HTTPExchange>) -> HTML {
    HTML("ul", class: "exchanges") {
      for exchange in exchanges {
        HTML("li") {
          HTML("p", class: "exchange-address") {
            HTML("strong") { HTML(exchange.method) }
            HTML(" " + TextCut.cut(exchange.url, to: addressLength))
          }
          HTML("p", class: "run-facts") {
            HTML("span", class: exchange.isAnswered ? "" : "run-failed") { HTML(answer(exchange)) }
            HTML(
              " · \(ByteSize.text(exchange.bytes)) · \(exchange.milliseconds) ms"
            )
          }
        }
      }
    }
  }

  private static func answer(_ exchange: HTTPExchange) -> String {
    if let error = exchange.error { return error }
    guard let status = exchange.status else { return "no answer" }
    return switch exchange.cache {
    case .miss: "\(status)"
    case .hit: "\(status) from the cache"
    case .revalidated: "\(status) not changed"
    case .replay: "\(status) replayed"
    }
  }
}

extension HTTPExchange {
  fileprivate var isAnswered: Bool { error == nil && (status ?? 600) < 400 }
}

/// Texts of any length on a page.
enum TextCut {
  /// - Parameter length: bytes above which it is cut.
  static func cut(_ text: String, to length: Int) -> String {
    text.utf8.count <= length ? text : text.prefix(length) + "…"
  }
}
