import Foundation
import GRDB

extension StorageError {
  /// What an error of SQLite or of the file system means for a person.
  ///
  /// - Parameter url: the data folder.
  init(_ error: any Error, at url: URL) {
    switch error {
    case let error as StorageError: self = error
    case let error as BlockFileProblem: self = .file(error)
    case let error as DatabaseError: self.init(error, at: url)
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

  private init(_ error: DatabaseError, at url: URL) {
    let database = url.appending(path: "dash.sqlite").path
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(path: url.path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: database)
    case .SQLITE_READONLY: self = .readOnly(path: url.path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM:
      self = .unreadable(path: url.path, reason: "the database cannot be opened")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .failed("another process keeps the database busy; try again")
    default: self = .failed(error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }
}
