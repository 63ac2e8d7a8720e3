import Foundation

/// VPN and proxy programs that answer every name with an address of their own ("fake IP"): behind one, no
/// place of the internet can be told from one that is not.
public enum MadeUpNames {
  /// The address that this machine gets for a name when such a program makes it up.
  /// - Parameters:
  ///   - name: one of the internet; only DNS is asked for it.
  ///   - patience: without an answer until then, nothing is known.
  /// - Returns: `nil` when the address is a real one, or there is none.
  public static func address(
    of name: String = "example.org", within patience: Duration = .seconds(2)
  ) async -> String? {
    let (answers, answer) = AsyncStream.makeStream(of: [UInt8].self)
    // The resolver of the system cannot be interrupted.
    Thread.detachNewThread {
      if let address = lookUp(name) { answer.yield(address) }
      answer.finish()
    }
    let alarm = Task {
      try? await Task.sleep(for: patience)
      answer.finish()
    }
    defer { alarm.cancel() }
    for await address in answers where AddressPolicy.refusal(of: address) == AddressPolicy.madeUp {
      return address.map { "\($0)" }.joined(separator: ".")
    }
    return nil
  }

  private static func lookUp(_ name: String) -> [UInt8]? {
    var hints = addrinfo()
    hints.ai_family = AF_INET
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, nil, &hints, &list) == 0, let first = list?.pointee.ai_addr else {
      return nil
    }
    defer { freeaddrinfo(list) }
    // Safe because only IPv4 was asked for, and the list is released afterwards.
    let address = first.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      $0.pointee.sin_addr.s_addr
    }
    return withUnsafeBytes(of: address) { Array($0) }
  }
}
