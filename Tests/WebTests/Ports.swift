import Foundation

/// Free ports of this computer.
enum Ports {
  /// Three free ports that follow each other: a server's and those of its imitations.
  static func row() throws -> Int {
    try find { ($0...$0 + 2).allSatisfy(isFree) }
  }

  /// A free port.
  static func free() throws -> Int { try find(isFree) }

  /// Below the ports that connections going out are given, which could take one meanwhile.
  private static func find(_ fits: (Int) -> Bool) throws -> Int {
    for _ in 0..<1000 {
      let port = Int.random(in: 10_000..<32_000)
      if fits(port) { return port }
    }
    throw CocoaError(.featureUnsupported)
  }

  private static func isFree(_ port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    return bind(descriptor, port) == 0
  }

  private static func bind(_ descriptor: Int32, _ port: Int) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Foundation.bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
