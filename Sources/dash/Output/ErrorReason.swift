import BlockModel
import Foundation

extension Error {
  /// Why something could not be done, as the end of a sentence: in the words of the system where it said no.
  var reason: String {
    if let cause = (self as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
      cause.domain == NSPOSIXErrorDomain
    {
      return String(cString: strerror(Int32(clamping: cause.code)))
    }
    return localizedDescription.trimmingEnd { $0 == "." }
  }
}
