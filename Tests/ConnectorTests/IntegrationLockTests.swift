import Foundation
import Integrations
import TestSupport
import Testing

@testable import Connector

/// Who holds the lock of an integration, and when it is free again.
@Suite struct IntegrationLockTests {
  private let folder: TemporaryFolder
  private let locks: IntegrationLocks

  init() throws {
    folder = try TemporaryFolder()
    locks = IntegrationLocks(folder.path, patience: .zero)
  }

  @Test("a lock is given once, and the lock of another integration beside it")
  func held() async throws {
    let lock = try await locks.take(.acme, .fortnox)
    #expect(lock != nil)
    #expect(try await locks.take(.acme, .fortnox) == nil)
    #expect(try await locks.take(.acme, .fortnoxPayments) != nil)
    withExtendedLifetime(lock) {}
  }

  @Test("a program that is just being started, and has the file open, keeps no lock")
  func inherited() async throws {
    var lock = try await locks.take(.acme, .fortnox)
    #expect(lock != nil)
    let copies = descriptors().map { dup($0) }
    defer { for copy in copies { close(copy) } }
    #expect(!copies.isEmpty)
    lock = nil
    #expect(try await locks.take(.acme, .fortnox) != nil)
  }

  /// The descriptors that are open on the file of the locks.
  private func descriptors() -> [Int32] {
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return open.filter {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))
        == folder.file("lock")
    }.compactMap { Int32($0) }
  }
}
