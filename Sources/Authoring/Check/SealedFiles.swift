import BlockModel

extension BlockFiles {
  /// The files with a query that knows them as what it compiled to, where they have one.
  var sealed: BlockFiles {
    var files = self
    files.manifest.query?.compiled = fingerprint
    return files
  }
}
