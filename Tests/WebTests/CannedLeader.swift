import Foundation
import Synchronization

/// A leader that answers every request with bytes that a test chooses, or with none.
final class CannedLeader: @unchecked Sendable {  // What changes is in `state`.
  /// What it does with a connection once it has read the head of a request.
  enum Behaviour: Sendable {
    case answer(String)
    /// The text, and then more of the same without end.
    case endless(String, more: String)
    /// The text, and then nothing while the connection stays open.
    case silent(String)
  }

  let url: String
  private let listener: Int32
  private let behaviour: @Sendable (String) -> Behaviour
  private let state = Mutex((isOpen: true, requests: [String]()))

  /// The first lines of the requests so far.
  var requests: [String] { state.withLock { $0.requests } }

  init(_ behaviour: @escaping @Sendable (String) -> Behaviour) throws {
    self.behaviour = behaviour
    let port = try Ports.free()
    url = "http://127.0.0.1:\(port)"
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var reuse: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw CocoaError(.featureUnsupported) }
    // They end with `stop`, which closes the listener.
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        Thread.detachNewThread { [self] in serve(connection) }
      }
    }
  }

  func stop() {
    state.withLock { $0.isOpen = false }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private var isOpen: Bool { state.withLock { $0.isOpen } }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !head.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      head += buffer.prefix(count)
    }
    let line = String(decoding: head.prefix { $0 != 0x0d }, as: UTF8.self)
    state.withLock { $0.requests.append(line) }
    switch behaviour(line) {
    case .answer(let text): send(text, to: connection)
    case .endless(let text, let more):
      guard send(text, to: connection) else { return }
      while isOpen, send(more, to: connection) {}
    case .silent(let text):
      guard send(text, to: connection) else { return }
      while isOpen { usleep(20_000) }
    }
  }

  @discardableResult
  private func send(_ text: String, to connection: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
