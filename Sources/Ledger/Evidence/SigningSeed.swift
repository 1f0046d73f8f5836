import Foundation

/// The one secret that every tree's signing key is derived from: 32 bytes in a file of their own.
struct SigningSeed {
  static let byteCount = 32

  let bytes: [UInt8]

  /// Reads the seed of a ledger, and makes it where there is none yet.
  ///
  /// It is written whole to another name and then linked, so that no two processes make two.
  ///
  /// - Throws: `LedgerError.io`, or `.damaged` where the file holds no seed.
  init(_ files: LedgerFiles) throws {
    let file = files.signingSeed
    if let bytes = try Self.read(file.path) {
      self.bytes = bytes
      return
    }
    try Self.make(file)
    guard let bytes = try Self.read(file.path) else {
      throw LedgerError.io(file: file.path, what: "it cannot be read back")
    }
    self.bytes = bytes
  }

  private static func read(_ path: String) throws(LedgerError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      guard errno == ENOENT else { throw .io(file: path, what: reason(of: errno)) }
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw .io(file: path, what: "others than its owner may read it; run `chmod 600` on it")
    }
    var text = [UInt8](repeating: 0, count: 2 * byteCount + 2)
    let count = Foundation.read(descriptor, &text, text.count)
    let digits = String(decoding: text.prefix(max(0, count)), as: UTF8.self)
    guard count == 2 * byteCount + 1, digits.hasSuffix("\n"),
      let bytes = [UInt8](hexadecimal: digits.dropLast())
    else { throw .damaged(file: path, what: "it holds no signing seed") }
    return bytes
  }

  private static func make(_ file: URL) throws {
    let folder = file.deletingLastPathComponent()
    guard mkdir(folder.path, 0o700) == 0 || errno == EEXIST else {
      throw LedgerError.io(file: folder.path, what: reason(of: errno))
    }
    let unfinished = folder.appending(path: ".signing-seed-\(getpid())").path
    unlink(unfinished)
    let descriptor = open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw LedgerError.io(file: unfinished, what: reason(of: errno))
    }
    defer {
      close(descriptor)
      unlink(unfinished)
    }
    var random = SystemRandomNumberGenerator()
    let seed = (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    let text = Array((seed.hexadecimal + "\n").utf8)
    guard write(descriptor, text, text.count) == text.count, fsync(descriptor) == 0 else {
      throw LedgerError.io(file: unfinished, what: reason(of: errno))
    }
    guard link(unfinished, file.path) == 0 || errno == EEXIST else {
      throw LedgerError.io(file: file.path, what: reason(of: errno))
    }
    try LedgerFiles.sync(folder)
  }
}

extension LedgerFiles {
  /// Where the signing seed lies.
  fileprivate var signingSeed: URL {
    directory.appending(path: "keys").appending(path: "signing-seed")
  }
}

extension [UInt8] {
  /// Lower-case hexadecimal digits.
  fileprivate var hexadecimal: String {
    map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  fileprivate init?(hexadecimal digits: some StringProtocol) {
    let digits = Array(digits.utf8)
    guard digits.count == 2 * SigningSeed.byteCount else { return nil }
    self = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard
        let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16)
      else { return nil }
      append(byte)
    }
  }
}
