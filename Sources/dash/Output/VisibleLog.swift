import BlockModel
import Logging

/// Log lines on stderr in which nothing that came from outside steers the terminal.
struct VisibleLog: LogHandler {
  private var inner: StreamLogHandler

  init(label: String) { inner = StreamLogHandler.standardError(label: label) }

  func log(event: LogEvent) {
    var event = event
    event.message = "\(event.message.description.onOneLine)"
    event.metadata = event.metadata.map { $0.mapValues(Self.visible) }
    inner.log(event: event)
  }

  private static func visible(_ value: Logger.MetadataValue) -> Logger.MetadataValue {
    .string(value.description.onOneLine)
  }

  var logLevel: Logger.Level {
    get { inner.logLevel }
    set { inner.logLevel = newValue }
  }

  var metadata: Logger.Metadata {
    get { inner.metadata }
    set { inner.metadata = newValue }
  }

  var metadataProvider: Logger.MetadataProvider? {
    get { inner.metadataProvider }
    set { inner.metadataProvider = newValue }
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { inner[metadataKey: key] }
    set { inner[metadataKey: key] = newValue }
  }
}
