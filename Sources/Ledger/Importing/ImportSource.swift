import Foundation

/// Where an import's lines come from; it can be read more than once.
public struct ImportSource: Sendable {
  /// What errors call it.
  let name: String
  private let path: String?
  private let bytes: [UInt8]

  /// A file.
  public init(file path: String) {
    name = path
    self.path = path
    bytes = []
  }

  /// Bytes in memory, under a name for errors.
  public init(_ bytes: [UInt8], name: String) {
    self.name = name
    path = nil
    self.bytes = bytes
  }

  /// Standard input, copied to a file in the directory first, since an import may have to read
  /// twice; `discard` removes the file.
  public static func standardInput(spooledIn directory: String) throws -> ImportSource {
    let template = directory + "/.import-input-\(getpid())"
    let descriptor = open(template, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw LedgerError.io(file: template, what: reason(of: errno)) }
    defer { close(descriptor) }
    do {
      var buffer = [UInt8](repeating: 0, count: chunkSize)
      while true {
        let count = Foundation.read(0, &buffer, buffer.count)
        guard count != 0 else { break }
        guard count > 0 else { throw LedgerError.io(file: "<stdin>", what: reason(of: errno)) }
        try write(buffer[..<count], to: descriptor, of: template)
      }
    } catch {
      // Nobody will look for it, and it may be what fills the disk.
      unlink(template)
      throw error
    }
    return ImportSource(name: "<stdin>", path: template)
  }

  private static func write(
    _ bytes: ArraySlice<UInt8>, to descriptor: Int32, of file: String
  ) throws(LedgerError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A short write sets no error; the next one says why there is no room.
      guard count >= 0 else { throw .io(file: file, what: reason(of: errno)) }
      rest = rest.dropFirst(count)
    }
  }

  private init(name: String, path: String) {
    self.name = name
    self.path = path
    bytes = []
  }

  /// Removes what `standardInput` made.
  public func discard() {
    if name == "<stdin>", let path { unlink(path) }
  }

  private static let chunkSize = 1 << 18

  /// A line may not be longer: a record has 65,535 bytes at most, an action may have spaces.
  static let lineLimit = 1 << 18

  /// Gives every line in order with its number, from 1, and how many bytes are read so far.
  ///
  /// - Parameter body: The line without its end, valid while it runs.
  func forEachLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int64, _ done: Int64) throws -> Void
  ) throws {
    var number: Int64 = 0
    var done: Int64 = 0
    var pending: [UInt8] = []
    func take(_ chunk: UnsafeRawBufferPointer) throws {
      done += Int64(chunk.count)
      var start = 0
      while let end = chunk[start...].firstIndex(of: 0x0a) {
        number += 1
        let rest = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
        if pending.isEmpty {
          try body(rest, number, done)
        } else {
          pending.append(contentsOf: rest)
          try pending.withUnsafeBytes { try body($0, number, done) }
          pending.removeAll(keepingCapacity: true)
        }
        start = end + 1
      }
      pending.append(contentsOf: chunk[start...])
      guard pending.count <= Self.lineLimit else {
        throw LedgerError.line(
          file: name, line: number + 1,
          what: "The line is longer than \(Self.lineLimit) bytes; a record may have 65,535.")
      }
    }
    try forEachChunk(take)
    if !pending.isEmpty {
      try pending.withUnsafeBytes { try body($0, number + 1, done) }
    }
  }

  private func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let path else {
      try bytes.withUnsafeBytes(body)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw LedgerError.io(file: name, what: reason(of: errno)) }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      guard count != 0 else { return }
      guard count > 0 else { throw LedgerError.io(file: name, what: reason(of: errno)) }
      try body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// How many bytes there are to read.
  var size: Int64 {
    guard let path else { return Int64(bytes.count) }
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
