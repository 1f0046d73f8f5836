import Foundation
import Synchronization

/// Free ports of this computer, none of them given to two tests.
///
/// A port is free until its server listens, which takes seconds on a busy machine: another test that was
/// given the same one meanwhile would talk to a server that is not its own.
enum Ports {
  private static let given = Mutex<Set<Int>>([])

  /// Three free ports that follow each other: a server's and those of its imitations.
  static func row() throws -> Int {
    try find(3)
  }

  /// A free port.
  static func free() throws -> Int { try find(1) }

  /// Below the ports that connections going out are given, which could take one meanwhile.
  private static func find(_ count: Int) throws -> Int {
    for _ in 0..<1000 {
      let first = Int.random(in: 10_000..<32_000)
      let ports = first..<first + count
      let isOurs = given.withLock { given in
        guard given.isDisjoint(with: ports), ports.allSatisfy(isFree) else { return false }
        given.formUnion(ports)
        return true
      }
      if isOurs { return first }
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
