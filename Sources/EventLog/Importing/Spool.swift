import Encoding
import Foundation

/// A copy of what can be read only once: a pipe, a terminal, a device.
final class Spool: Sendable {
  private static let chunkSize = 1 << 16
  /// How long to wait for the first byte before `waiting` is called.
  private static let patienceMilliseconds: Int32 = 1000

  private let file: WorkingFile
  /// Where the copy is.
  var path: String { file.path }

  /// Copies the whole input into a working file of the directory.
  init(
    of source: String, called name: String, isStandardInput: Bool, in directory: String,
    waiting: (String) -> Void
  ) throws {
    // Without O_NONBLOCK, opening a fifo without a writer would block here without a message.
    let input = isStandardInput ? STDIN_FILENO : open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard input >= 0 else { throw LedgerError.io(file: name, errno) }
    defer { if !isStandardInput { close(input) } }
    file = try LedgerError.ofFiles(WorkingFile(.input, in: directory))
    do {
      try Self.awaitWriter(of: input, called: name, waiting)
      try Self.copy(input, called: name, to: file)
    } catch {
      file.remove()
      throw error
    }
  }

  func remove() { file.remove() }

  private static func awaitWriter(
    of input: Int32, called name: String, _ waiting: (String) -> Void
  ) throws {
    var patience = patienceMilliseconds
    while true {
      var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let answer = poll(&request, 1, patience)
      if answer > 0 { return }
      guard answer == 0 || errno == EINTR else {
        throw LedgerError.io(file: name, errno)
      }
      guard answer == 0, patience >= 0 else { continue }
      waiting(name)
      patience = -1
    }
  }

  private static func copy(
    _ input: Int32, called name: String, to file: WorkingFile
  ) throws {
    var buffer = [UInt8](repeating: 0, count: chunkSize)
    var isBeginning = true
    while true {
      let count = Foundation.read(input, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        _ = poll(&request, 1, -1)
        continue
      }
      guard count != 0 else { return }
      guard count > 0 else { throw LedgerError.io(file: name, errno) }
      if isBeginning {
        // Checked before an endless device fills the disk.
        try buffer.withUnsafeBytes {
          try ImportSource.check(UnsafeRawBufferPointer(rebasing: $0[..<count]), name)
        }
        isBeginning = false
      }
      try LedgerError.ofFiles(file.write(buffer[..<count]))
    }
  }
}
