import Foundation
import Integrations

/// Lets one at a time work on an integration with the provider, whichever process it is in.
///
/// It is a lock on one byte of the file `lock`, whose place is a hash of company and provider. The
/// locks belong to an open file (fcntl(2), "open file description locks"), so that the kernel gives
/// them back when a process dies, and threads of one process keep each other out too. They have
/// nothing to do with the flock that the log's writer holds on the same file.
struct IntegrationLocks: Sendable {
  private let path: String
  private let patience: Duration

  /// - Parameter patience: How long somebody waits for another's turn to end.
  init(_ directory: String, patience: Duration) {
    path = directory + "/lock"
    self.patience = patience
  }

  /// A turn, until it is given back.
  final class Turn: Sendable {
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }
  }

  /// Takes the turn; nil where somebody else has it for longer than one waits.
  func take(
    _ company: Company, _ provider: Provider, patience: Duration? = nil
  ) async throws -> Turn? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ConnectorError.busy(company) }
    let turn = Turn(descriptor)
    let deadline = ContinuousClock.now + (patience ?? self.patience)
    var pause = Duration.milliseconds(2)
    while !lock(descriptor, Self.place(company, provider)) {
      guard ContinuousClock.now < deadline else { return nil }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
    return turn
  }

  /// F_OFD_SETLK of Linux's fcntl.h, which Swift does not see.
  private static let setOpenFileLock: Int32 = 37

  private func lock(_ descriptor: Int32, _ place: Int64) -> Bool {
    var range = Foundation.flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = off_t(place)
    range.l_len = 1
    return fcntl(descriptor, Self.setOpenFileLock, &range) == 0
  }

  /// FNV-1a, kept below the largest offset; two integrations in one place only wait for each other.
  private static func place(_ company: Company, _ provider: Provider) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(company.id)\n\(provider.rawValue)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return Int64(hash >> 2)
  }
}
