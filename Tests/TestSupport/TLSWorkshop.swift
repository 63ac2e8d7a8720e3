public import Foundation

/// Certificates of all kinds and servers that use them, made by openssl(1), which Debian's
/// ca-certificates brings along.
public final class TLSWorkshop: Sendable {
  public static let openssl = "/usr/bin/openssl"
  public static var isPossible: Bool { FileManager.default.isExecutableFile(atPath: openssl) }

  public enum Certificate: String, CaseIterable, Sendable {
    /// Of the authority that the test trusts.
    case good
    /// Of the same authority, but not valid any more, or not yet.
    case expired, future
    /// Of the same authority, for another name.
    case other
    /// Of nobody.
    case own
  }

  public let folder: URL
  /// What to trust.
  public var authority: String { folder.appending(path: "authority.pem").path }

  public init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "tls-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(Self.settings.utf8).write(to: folder.appending(path: "settings"))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", Self.script]
    process.currentDirectoryURL = folder
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  private static let settings = """
    [req]
    distinguished_name = name
    [name]
    [authority]
    basicConstraints = critical,CA:true
    [here]
    subjectAltName = IP:127.0.0.1
    [there]
    subjectAltName = DNS:elsewhere.test
    [ca]
    default_ca = defaults
    [defaults]
    database = index
    serial = serial
    new_certs_dir = .
    default_md = sha256
    policy = policy
    unique_subject = no
    [policy]
    commonName = supplied
    """

  private static let script = """
    touch index; echo 01 > serial
    openssl ecparam -genkey -name prime256v1 -out key.pem
    openssl req -x509 -config settings -extensions authority -key key.pem -subj /CN=authority \
      -days 2 -out authority.pem
    openssl ecparam -genkey -name prime256v1 -out leaf.pem
    openssl req -new -config settings -key leaf.pem -subj /CN=leaf -out request.pem
    sign() {
      openssl ca -batch -config settings -cert authority.pem -keyfile key.pem -in request.pem \
        -notext -out $1.pem -extensions $2 -startdate $3 -enddate $4
    }
    sign good here 20200101000000Z 20991231000000Z
    sign expired here 20200101000000Z 20200201000000Z
    sign future here 20980101000000Z 20991231000000Z
    sign other there 20200101000000Z 20991231000000Z
    openssl req -x509 -config settings -extensions here -key leaf.pem -subj /CN=own -days 2 \
      -out own.pem
    """

  /// SHA-256 of a certificate, as openssl shows it.
  public func fingerprint(of certificate: Certificate) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: Self.openssl)
    process.arguments = [
      "x509", "-noout", "-fingerprint", "-sha256", "-in", "\(certificate.rawValue).pem",
    ]
    process.currentDirectoryURL = folder
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard let equals = said.firstIndex(of: "=") else { throw CocoaError(.fileReadUnknown) }
    return said[said.index(after: equals)...].trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A server that answers `/NAME` with the bytes of `answers[NAME]`.
  /// - Parameter address: where it listens.
  public func server(
    _ certificate: Certificate, _ answers: [String: String] = [:], on address: String = "127.0.0.1"
  ) throws -> Server {
    for (name, answer) in answers {
      try Data(answer.utf8).write(to: folder.appending(path: name))
    }
    return try Server(certificate, in: folder, address)
  }

  public final class Server {
    public let port: Int
    private let process = Process()

    fileprivate init(_ certificate: Certificate, in folder: URL, _ address: String) throws {
      process.executableURL = URL(filePath: TLSWorkshop.openssl)
      process.arguments = [
        "s_server", "-accept", "\(address):0", "-cert", "\(certificate.rawValue).pem", "-key",
        "leaf.pem", "-HTTP",
      ]
      process.currentDirectoryURL = folder
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      var said = ""
      var port: Int?
      while port == nil {
        let data = output.fileHandleForReading.availableData
        guard !data.isEmpty else { throw CocoaError(.fileReadUnknown) }
        said += String(decoding: data, as: UTF8.self)
        port = said.firstMatch(of: /ACCEPT [0-9.]+:(\d+)\n/).flatMap { Int($0.1) }
      }
      self.port = port ?? 0
    }

    deinit {
      // openssl does not end at SIGTERM while it waits for a connection.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
  }
}
