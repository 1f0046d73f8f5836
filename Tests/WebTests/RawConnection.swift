import Foundation

/// A connection that says whatever a test wants, byte by byte.
final class RawConnection: @unchecked Sendable {  // Only the test that made it uses it.
  private let descriptor: Int32

  /// Connects to a port of this computer.
  init(_ url: String) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let port = UInt16(url.split(separator: ":").last ?? "") ?? 0
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
  }

  deinit { close(descriptor) }

  /// Sends a text; false where the other side is gone.
  @discardableResult
  func send(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// What comes until the other side ends, or until nothing came for a while; and whether it ended.
  func read(quietMilliseconds: Int32 = 3000) async -> (bytes: [UInt8], isEnded: Bool) {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(returning: self.readAndWait(quietMilliseconds))
      }
    }
  }

  private func readAndWait(_ quietMilliseconds: Int32) -> ([UInt8], Bool) {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wanted, 1, quietMilliseconds) > 0 else { return (bytes, false) }
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { return (bytes, true) }
      bytes += piece[..<count]
    }
  }

  /// What comes until a text is in it.
  ///
  /// - Throws: An error if the other side ends, or nothing comes for five minutes.
  func text(until end: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        var bytes: [UInt8] = []
        while !String(decoding: bytes, as: UTF8.self).contains(end) {
          var (piece, wanted) = (
            [UInt8](repeating: 0, count: 1 << 16),
            pollfd(fd: self.descriptor, events: Int16(POLLIN), revents: 0)
          )
          guard poll(&wanted, 1, 300_000) > 0 else { break }
          let count = recv(self.descriptor, &piece, piece.count, 0)
          guard count > 0 else { break }
          bytes += piece[..<count]
        }
        let text = String(decoding: bytes, as: UTF8.self)
        continuation.resume(
          with: text.contains(end) ? .success(text) : .failure(CocoaError(.fileReadUnknown)))
      }
    }
  }

  /// Waits until the other side has given the connection up, while nothing of it is read here.
  ///
  /// What was sent and not read keeps its end from coming, so the system is asked for the state of
  /// the other side's socket (proc_net_tcp in the kernel's documentation; 01 is established).
  func givenUp() async throws {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &size)
      }
    }
    guard result == 0 else { throw CocoaError(.fileReadUnknown) }
    let digits = String(UInt16(bigEndian: address.sin_port), radix: 16, uppercase: true)
    let port = ":" + String(repeating: "0", count: 4 - digits.count) + digits
    while true {
      let sockets = try Self.sockets()
      let isThere = sockets.split(separator: "\n").contains { line in
        let cells = line.split(separator: " ")
        return cells.count > 3 && cells[2].hasSuffix(port) && cells[3] == "01"
      }
      guard isThere else { return }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// The whole table of sockets, which is longer than one read of it.
  private static func sockets() throws -> String {
    let file = open("/proc/net/tcp", O_RDONLY)
    guard file >= 0 else { throw CocoaError(.fileReadUnknown) }
    defer { Foundation.close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Foundation.read(file, &piece, piece.count)
      guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
      bytes += piece[..<count]
    }
  }

  /// One answer as text.
  func answer() async -> String { String(decoding: await read().bytes, as: UTF8.self) }
}
