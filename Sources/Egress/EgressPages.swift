public import BlockModel
public import Foundation

extension Egress {
  /// Keeps a page that a browser rendered in a folder of recordings, as the one answer to `request`,
  /// whose ``EgressRequest/visit`` says how the page was visited. Sending the request from that folder
  /// answers with it.
  /// - Throws: ``EgressFailure`` of kind `host` when the folder cannot be written.
  public func record(
    _ page: EgressResponse, to request: EgressRequest, as permissions: Permissions, in folder: URL
  ) throws(EgressFailure) {
    var flow = RequestFlow(request: request, permissions: permissions)
    let url = try flow.check(request.url)
    do throws(CassetteFailure) {
      try CassetteWriter(folder: folder).record(
        request, method: request.method, url: url.text, status: page.status,
        headers: page.headers, body: page.body, finalURL: page.url)
    } catch {
      throw flow.failure(.host, error.message)
    }
  }
}
