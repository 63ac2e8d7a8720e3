import CCurl
import COpenSSL

/// Certificates that a person trusts by their fingerprint, in place of authorities and names.
extension CurlTransfer {
  /// From now on the fingerprint of the certificate decides, and nothing else.
  func judgeCertificates(_ easy: UnsafeMutableRawPointer) {
    dash_curl_set_long(easy, CURLOPT_SSL_VERIFYHOST, 0)
    // A connection that was trusted for one block is none for another.
    dash_curl_set_long(easy, CURLOPT_FRESH_CONNECT, 1)
    dash_curl_set_long(easy, CURLOPT_FORBID_REUSE, 1)
    dash_curl_set_pointer(easy, CURLOPT_SSL_CTX_DATA, Unmanaged.passUnretained(self).toOpaque())
    dash_curl_set_ssl_context(easy) { _, context, this in
      guard let context else { return CURLE_SSL_CONNECT_ERROR }
      // Safe because the connection, and the context with it, ends with the transfer: it is neither
      // new to others nor kept for them.
      SSL_CTX_set_cert_verify_callback(
        OpaquePointer(context),
        { store, this in CurlTransfer.of(this)?.trusts(store) == true ? 1 : 0 }, this)
      return CURLE_OK
    }
  }

  private func trusts(_ store: OpaquePointer?) -> Bool {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    // Safe because OpenSSL writes at most EVP_MAX_MD_SIZE bytes.
    guard let certificate = X509_STORE_CTX_get0_cert(store),
      X509_digest(certificate, EVP_sha256(), &digest, &count) == 1
    else { return false }
    let fingerprint = digest.prefix(Int(count)).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    return meet(fingerprint)
  }
}
