import Foundation
import Integrations

/// One lock for each integration, over all threads and processes: its holder alone talks to the
/// provider about it.
///
/// A lock is on one byte of the file `lock`, at an offset that is a hash of company and provider. It
/// belongs to an open file (fcntl(2), "open file description locks"), so the kernel releases it when
/// the process dies, and threads of one process exclude each other too. It is independent of the
/// flock that the log's writer holds on the same file.
struct IntegrationLocks: Sendable {
  private let path: String
  private let patience: Duration

  /// - Parameter patience: How long to wait for a lock that is held.
  init(_ directory: String, patience: Duration) {
    path = directory + "/lock"
    self.patience = patience
  }

  /// A lock that is held; released when this object goes.
  final class Lock: Sendable {
    private let descriptor: Int32

    fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit {
      // Closing alone leaves the lock to a program that is being started and still has the file.
      _ = setLock(Int16(F_UNLCK), descriptor, start: 0, length: 0)
      close(descriptor)
    }
  }

  /// Takes the lock; returns nil if another holder keeps it for longer than `patience`.
  func take(
    _ company: Company, _ provider: Provider, patience: Duration? = nil
  ) async throws -> Lock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ConnectorError.busy(company) }
    let lock = Lock(descriptor)
    let deadline = ContinuousClock.now + (patience ?? self.patience)
    var pause = Duration.milliseconds(2)
    while !tryLock(descriptor, at: Self.offset(of: company, provider)) {
      guard ContinuousClock.now < deadline else { return nil }
      try await Task.sleep(for: pause)
      pause = min(pause * 2, .milliseconds(50))
    }
    return lock
  }

  private func tryLock(_ descriptor: Int32, at offset: Int64) -> Bool {
    setLock(Int16(F_WRLCK), descriptor, start: off_t(offset), length: 1)
  }

  /// FNV-1a, kept below the largest offset.
  ///
  /// Two integrations with the same offset wait for each other, which does no harm.
  private static func offset(of company: Company, _ provider: Provider) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "\(company.id)\n\(provider.rawValue)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
    }
    return Int64(hash >> 2)
  }
}

/// F_OFD_SETLK of Linux's fcntl.h, which is not imported into Swift.
private let setOpenFileLock: Int32 = 37

/// Sets or releases a lock on a range of an open file; a length of 0 reaches to the end.
private func setLock(_ kind: Int16, _ descriptor: Int32, start: off_t, length: off_t) -> Bool {
  var range = Foundation.flock()
  range.l_type = kind
  range.l_whence = Int16(SEEK_SET)
  range.l_start = start
  range.l_len = length
  return fcntl(descriptor, setOpenFileLock, &range) == 0
}
