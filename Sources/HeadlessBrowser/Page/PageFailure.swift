import BlockModel
import Egress
import Foundation

/// Why there is no page to be read: each with its kind and one sentence.
enum PageFailure: Error, Sendable, Hashable {
  /// The block may have no pages rendered.
  case notGranted
  case notInstalled
  case notStarted(reason: String)
  /// Pages are visited by GET, without a body.
  case method(String)
  /// The address has no answer that a block may have.
  case refused(EgressFailure)
  case notLoaded(reason: String)
  case notAPage(mediaType: String)
  /// It was not there in time, and the page was not done loading either.
  case timedOut(Duration)
  /// The page is there and keeps computing.
  case stuck(Duration)
  case neverAppeared(selector: String, Duration)
  case notASelector(String)
  case notAKey(String)
  case notAField(selector: String)
  case crashed
  case tooMuchMemory
  case tooManyBytes
  case tooLarge
  case tooManySteps
  case cancelled
}

extension PageFailure {
  /// - Parameter place: the address as a person would say it.
  func explained(_ place: String) -> (kind: FailureKind, message: String) {
    switch self {
    case .notGranted:
      (
        .permission,
        "the block asks for \(place) as a browser shows it, and was not granted a browser; allow it, or leave out `browser`"
      )
    case .notInstalled:
      (
        .host,
        "there is no browser to render \(place); install the Debian package \(ChromiumProgram.package)"
      )
    case .notStarted(let reason):
      (
        .host,
        "the browser did not start\(reason.isEmpty ? "" : " (\(reason))"); `dash doctor` says what it needs"
      )
    case .method(let method):
      (
        .scriptError,
        "a browser visits an address by GET and sends no body, not by \(method); leave out `browser`, or use its steps"
      )
    case .refused(let failure): (failure.kind, failure.message)
    case .notLoaded(let reason):
      (.network, "the browser could not open \(place) (\(reason)); check the address")
    case .notAPage(let type):
      (
        .shapeDrift,
        "\(place) is not a page (\(type)) and needs no browser; leave out `browser` to read it"
      )
    case .timedOut(let time):
      (
        .network,
        "\(place) did not finish loading in a browser within \(Self.seconds(time)); it will be tried again later"
      )
    case .stuck(let time):
      (
        .limit,
        "\(place) kept the browser computing for \(Self.seconds(time)) and was stopped; look for a feed or an API of the same source"
      )
    case .neverAppeared(let selector, let time):
      (
        .shapeDrift,
        "\(place) did not show '\(selector)' within \(Self.seconds(time)); the page has changed, or needs another step first"
      )
    case .notASelector(let text):
      (.scriptError, "'\(text)' is not a CSS selector that a browser knows; check it")
    case .notAKey(let name):
      (
        .scriptError,
        "'\(name)' is not a key; use \(PressedKey.names.joined(separator: ", ")) or one character"
      )
    case .notAField(let selector):
      (
        .shapeDrift,
        "'\(selector)' at \(place) is not a field that can be filled; name an input, a text area or a list"
      )
    case .crashed:
      (.network, "the browser crashed while it showed \(place); it will be tried again later")
    case .tooMuchMemory:
      (
        .limit,
        "\(place) needed more than \(HostBudgets.browserMemory >> 20) MB of memory in a browser and was stopped; look for a feed or an API of the same source"
      )
    case .tooManyBytes:
      (
        .limit,
        "\(place) loads more than \(HostBudgets.page >> 20) MB in a browser; look for a feed or an API of the same source"
      )
    case .tooLarge:
      (
        .limit,
        "\(place) becomes larger than \(HostBudgets.answer >> 20) MB in a browser; ask for another address"
      )
    case .tooManySteps:
      (.scriptError, "a visit of a page takes at most \(PageVisit.mostSteps) steps; use fewer")
    case .cancelled:
      (.network, "the visit of \(place) was cancelled; refresh the block to ask again")
    }
  }

  /// What would have to be allowed.
  var neededGrant: Grant.Subject? {
    switch self {
    case .notGranted: .browser
    case .refused(let failure): failure.neededGrant
    default: nil
    }
  }

  /// The page is there, and what it shows says why it was of no use.
  var isOfWhatIsShown: Bool {
    switch self {
    case .timedOut, .neverAppeared, .notAField: true
    default: false
    }
  }

  /// The browser is not to be used any more.
  var endsBrowser: Bool {
    switch self {
    case .timedOut, .stuck, .crashed, .tooMuchMemory, .tooLarge, .cancelled, .notStarted: true
    default: false
    }
  }

  private static func seconds(_ time: Duration) -> String {
    "\(max(1, time.wholeMilliseconds / 1000)) s"
  }
}
