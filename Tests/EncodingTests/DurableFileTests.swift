import Encoding
import Foundation
import Testing

/// A small file is there whole or not at all.
@Suite struct DurableFileTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "durable-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a file is made once, replaced, read and removed, and leaves nothing beside it")
  func all() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "key")
    #expect(try DurableFile.read(file) == nil)
    try DurableFile.make(file, with: [1])
    try DurableFile.make(file, with: [2])
    #expect(try DurableFile.read(file, isPrivate: true) == [1])
    try DurableFile.replace(file, with: [3, 4])
    #expect(try DurableFile.read(file, isPrivate: true) == [3, 4])
    #expect(try names() == ["key"])
    try DurableFile.remove(file)
    try DurableFile.remove(file)
    #expect(try names().isEmpty)
  }

  @Test("one that others may read is refused where it is private, and a link wherever it is")
  func refused() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "key")
    try DurableFile.make(file, with: [1])
    chmod(file.path, 0o640)
    #expect(try DurableFile.read(file) == [1])
    #expect(throws: FileError.self) { try DurableFile.read(file, isPrivate: true) }
    let link = folder.appending(path: "link")
    symlink(file.path, link.path)
    #expect(throws: FileError.self) { try DurableFile.read(link) }
    #expect(throws: FileError.self) { try DurableFile.read(folder) }
  }

  @Test("where nobody may write, the error says where and what")
  func nowhere() {
    defer { try? FileManager.default.removeItem(at: folder) }
    let error = #expect(throws: FileError.self) {
      try DurableFile.replace(folder.appending(path: "nowhere/key"), with: [1])
    }
    #expect(error?.path.hasPrefix(folder.path) == true)
    #expect(error?.what == "no such file or directory")
  }
}
