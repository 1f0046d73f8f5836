import Encoding
import Foundation
import Integrations

/// Where an import's lines come from; it can be read more than once.
///
///     let source = try ImportSource.opening("actions.jsonl", spooledIn: ledger.directory)
///     defer { source.discard() }
///     try ledger.importLines(from: source, by: actor)
public struct ImportSource: Sendable {
  /// Its name in errors.
  let name: String
  private let path: String?
  private let bytes: [UInt8]
  private let spool: Spool?

  /// A regular file; use `opening` for a pipe or device, which can be read only once.
  public init(file path: String) {
    self.init(name: path, path: path, spool: nil)
  }

  /// Bytes in memory, under a name for errors.
  public init(_ bytes: [UInt8], name: String) {
    self.name = name
    self.bytes = bytes
    path = nil
    spool = nil
  }

  private init(name: String, path: String, spool: Spool?) {
    self.name = name
    self.path = path
    self.spool = spool
    bytes = []
  }

  /// A file by its path, or standard input for `-`.
  ///
  /// A pipe or device is copied into the directory first, since an import may have to read it
  /// twice; `discard` removes the copy.
  ///
  /// - Parameter waiting: Called once, with the name, if nothing comes from a pipe for a second.
  /// - Throws: `LedgerError.io`, or `.line` if it is not JSON Lines.
  public static func opening(
    _ path: String, spooledIn directory: String, waiting: (String) -> Void = { _ in }
  ) throws -> ImportSource {
    let isStandardInput = path == "-"
    let name = isStandardInput ? "<stdin>" : path
    var status = stat()
    guard isStandardInput ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0 else {
      throw LedgerError.io(file: name, errno)
    }
    if !isStandardInput, status.st_mode & S_IFMT == S_IFREG { return ImportSource(file: path) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw LedgerError.io(file: name, what: Text("it is a directory", "det är en katalog"))
    }
    let spool = try Spool(
      of: path, called: name, isStandardInput: isStandardInput, in: directory, waiting: waiting)
    return ImportSource(name: name, path: spool.path, spool: spool)
  }

  /// Removes the copy that `opening` made.
  public func discard() { spool?.remove() }

  private static let chunkSize = 1 << 18

  /// The most bytes of a line: a record has at most 65,535, and an action may have spaces.
  static let lineLimit = 1 << 18

  /// Calls `body` with every line in order, its number from 1, and how many bytes are read so far.
  ///
  /// - Parameter body: Gets the line without its newline, in bytes that are valid until it returns.
  package func forEachLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int64, _ done: Int64) throws -> Void
  ) throws {
    var number: Int64 = 0
    var done: Int64 = 0
    var pending: [UInt8] = []
    func split(_ chunk: UnsafeRawBufferPointer) throws {
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
          what: Text(
            "The line is longer than \(Self.lineLimit) bytes; a record may have 65,535.",
            "Raden är längre än \(Self.lineLimit) byte; en post får ha 65 535."))
      }
    }
    try forEachChunk(split)
    if !pending.isEmpty {
      try pending.withUnsafeBytes { try body($0, number + 1, done) }
    }
  }

  /// Calls `body` with every line that is not blank, as `ImportForm` has it.
  func forEachImportLine(
    _ body: (_ line: UnsafeRawBufferPointer, _ number: Int64, _ done: Int64) throws -> Void
  ) throws {
    try checkBeginning()
    try forEachLine { line, number, done in
      guard let content = ImportForm.content(of: line, isFirst: number == 1) else { return }
      try body(content, number, done)
    }
  }

  private func checkBeginning() throws {
    struct Enough: Error {}
    do {
      try forEachChunk { chunk in
        try Self.check(chunk, name)
        throw Enough()
      }
    } catch is Enough {}
  }

  /// Checks the first bytes of a file.
  ///
  /// - Throws: `LedgerError.line` if a file that begins so is not JSON Lines.
  static func check(_ beginning: UnsafeRawBufferPointer, _ name: String) throws(LedgerError) {
    guard let refusal = ImportForm.refusal(beginning) else { return }
    throw .line(
      file: name, line: 1, what: Text("The file \(refusal.english).", "Filen \(refusal.swedish)."))
  }

  private func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard let path else {
      try bytes.withUnsafeBytes(body)
      return
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw LedgerError.io(file: name, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw LedgerError.io(
        file: name,
        what: Text(
          "it is not a regular file, which can be read twice",
          "det är inte en vanlig fil, som kan läsas två gånger"))
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count != 0 else { return }
      guard count > 0 else { throw LedgerError.io(file: name, errno) }
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
