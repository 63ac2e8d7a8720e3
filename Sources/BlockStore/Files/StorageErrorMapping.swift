import Foundation

extension StorageError {
  /// What an error of the file system means for a person.
  ///
  /// - Parameter url: the data folder.
  init(_ error: any Error, at url: URL) {
    switch error {
    case let error as StorageError: self = error
    case let error as BlockFileProblem: self = .file(error)
    case let error as POSIXError: self.init(posix: error.code, at: url)
    case let error as CocoaError:
      switch error.code {
      case .fileWriteOutOfSpace: self = .full(path: url.path)
      case .fileWriteVolumeReadOnly: self = .readOnly(path: url.path)
      case .fileReadNoPermission, .fileWriteNoPermission:
        self = .unreadable(path: url.path, reason: "permission denied")
      default:
        if let code = (error.underlying as? POSIXError)?.code {
          self.init(posix: code, at: url)
        } else {
          self = .unreadable(path: url.path, reason: error.localizedDescription)
        }
      }
    case is CancellationError: self = .failed("the request was cancelled")
    default: self = .failed("\(error)")
    }
  }

  private init(posix code: POSIXErrorCode, at url: URL) {
    switch code {
    case .ENOSPC, .EDQUOT: self = .full(path: url.path)
    case .EROFS: self = .readOnly(path: url.path)
    case .EACCES, .EPERM: self = .unreadable(path: url.path, reason: "permission denied")
    case .ENOENT: self = .unreadable(path: url.path, reason: "it cannot be made there")
    case .ENOTDIR, .EEXIST: self = .unreadable(path: url.path, reason: "it is not a folder")
    default: self = .failed(String(cString: strerror(code.rawValue)))
    }
  }
}
