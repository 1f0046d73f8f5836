import Encoding
import Foundation
import Testing

/// One holder at a time, and none once it is given back.
@Suite struct FolderLockTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "authledger-test-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  @Test("a lock that is held is not given to another")
  func held() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inner = try FolderLock.hold(folder) { try FolderLock.hold(folder) { 1 } }
    #expect(inner == .some(nil))
    #expect(try FolderLock.hold(folder) { 2 } == 2)
  }

  @Test("a program that is just being started, and has the file open, keeps no lock")
  func inherited() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = try FolderLock.hold(folder) { dup(try #require(descriptor())) }
    defer { if let copy { close(copy) } }
    #expect(try FolderLock.hold(folder) { 1 } == 1)
  }

  /// The descriptor that is open on the folder.
  private func descriptor() -> Int32? {
    let open = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
    return open.first {
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == folder
    }.flatMap { Int32($0) }
  }

  @Test("a folder that is not there is named")
  func missing() throws {
    try FileManager.default.removeItem(atPath: folder)
    let error = #expect(throws: FileError.self) { try FolderLock.hold(folder) { 1 } }
    #expect(error?.path == folder)
  }
}
