import Crypto
import Encoding
import Integrations
package import Foundation

/// The keys that seal the vault: the current one, and older ones until every value is sealed anew.
///
/// They come from the environment or from a file that only its owner may read, never from the
/// database that they seal. A sealed value names its key, so that rotation needs no pause.
public struct VaultKeys: Sendable {
  /// The variable that may hold the current key.
  public static let variable = "AUTHLEDGER_VAULT_KEY"
  private static let byteCount = 32

  private let keys: [(id: [UInt8], key: SymmetricKey)]
  /// Where they come from, to see whether they changed; nil for keys that were given as texts.
  private var source: KeySource?

  private struct KeySource {
    var given: [String]
    var file: String
    var version: Version?
  }

  /// Identifies the file's content: each write replaces the file by a new one.
  private struct Version: Equatable {
    var inode: UInt
    var seconds: Int
    var nanoseconds: Int

    init?(_ file: String) {
      var status = stat()
      guard stat(file, &status) == 0 else { return nil }
      inode = UInt(status.st_ino)
      seconds = status.st_mtim.tv_sec
      nanoseconds = status.st_mtim.tv_nsec
    }
  }

  /// Keys of 64 hexadecimal digits each, the current one first.
  ///
  /// - Parameter place: Where they come from, for the error.
  public init(_ texts: [String], from place: String) throws(VaultError) {
    var keys: [(id: [UInt8], key: SymmetricKey)] = []
    for text in texts {
      guard let bytes = [UInt8](hexadecimal: text.utf8), bytes.count == Self.byteCount else {
        throw .malformedKey(place)
      }
      keys.append(
        (Array(SHA256.hash(data: bytes).prefix(Sealed.idCount)), SymmetricKey(data: bytes)))
    }
    guard !keys.isEmpty else { throw .malformedKey(place) }
    self.keys = keys
  }

  /// The keys of a ledger's directory: the environment's first, then those in `keys/vault-key`, which is
  /// made if there is neither.
  public init(_ directory: String, environment: [String: String]) throws(VaultError) {
    let file = directory + "/keys/vault-key"
    let given = environment[Self.variable].map { [$0] } ?? []
    if given.isEmpty, access(file, F_OK) != 0 { try Self.make(file) }
    try self.init(KeySource(given: given, file: file))
  }

  private init(_ source: KeySource) throws(VaultError) {
    // Read before the file, so that a change in between is seen the next time.
    let version = Version(source.file)
    let stored = version == nil ? [] : try Self.read(source.file)
    try self.init(
      source.given + stored, from: source.given.isEmpty ? source.file : Self.variable)
    self.source = KeySource(given: source.given, file: source.file, version: version)
  }

  /// The keys of the file now; nil if it did not change.
  func renewed() throws(VaultError) -> Self? {
    guard let source, let version = Version(source.file), version != source.version else {
      return nil
    }
    return try Self(source)
  }

  /// Runs `body` while no other process changes the keys of a directory.
  static func exclusively<Result>(
    _ directory: String, _ body: () throws -> Result
  ) throws -> Result {
    let folder = directory + "/keys"
    do {
      guard let result = try FolderLock.hold(folder, body) else {
        throw VaultError.busy(file: folder)
      }
      return result
    } catch let error as FileError {
      throw VaultError(error)
    }
  }

  /// Adds a new key before those of the file; `Vault.reseal` then seals everything with it.
  static func rotate(_ directory: String) throws(VaultError) {
    let file = directory + "/keys/vault-key"
    try write([random()] + (try read(file)), to: file)
  }

  /// Keeps only the current key, once nothing is sealed under an older one.
  ///
  /// - Parameter count: How many keys of the file stay: 1, or 0 if the environment gives the current key.
  static func retire(_ directory: String, keeping count: Int) throws(VaultError) {
    let file = directory + "/keys/vault-key"
    // There is no file if the environment always gave the key.
    guard count > 0 || access(file, F_OK) == 0 else { return }
    try write(Array(try read(file).prefix(count)), to: file)
  }

  // MARK: Sealing

  /// A value in the vault: the id of its key, then nonce, ciphertext and tag of AES-256-GCM.
  enum Sealed {
    static let idCount = 4
  }

  func seal(_ value: [UInt8], for place: SealedPlace) throws -> Data {
    let box = try AES.GCM.seal(value, using: keys[0].key, authenticating: place.bytes)
    guard let combined = box.combined else { throw VaultError.unopenable(field: place.field) }
    return Data(keys[0].id) + combined
  }

  /// Opens a value with the data that it is bound to.
  ///
  /// - Parameter binding: `SealedPlace.bytes`, or the former binding.
  func open(_ sealed: Data, for place: SealedPlace, binding: [UInt8]) throws -> [UInt8] {
    let key = try key(of: sealed)
    guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst(Sealed.idCount)),
      let value = try? AES.GCM.open(box, using: key, authenticating: binding)
    else { throw VaultError.unopenable(field: place.field) }
    return Array(value)
  }

  /// True if a sealed value or a MAC was made with the current key.
  package func isCurrent(_ made: Data) -> Bool { Array(made.prefix(Sealed.idCount)) == keys[0].id }

  private func key(of made: Data) throws(VaultError) -> SymmetricKey {
    let id = Array(made.prefix(Sealed.idCount))
    guard let key = keys.first(where: { $0.id == id })?.key else {
      throw .unknownKey(id: id.hexadecimal)
    }
    return key
  }

  // MARK: MACs

  /// The id of the current key, then HMAC-SHA-256 under a key that is derived from it.
  package func mac(of bytes: [UInt8]) -> Data {
    Data(keys[0].id)
      + Data(HMAC<SHA256>.authenticationCode(for: bytes, using: Self.macKey(keys[0].key)))
  }

  /// True if a MAC is that of these bytes.
  ///
  /// - Throws: `VaultError.unknownKey` if its key is not here.
  package func isMAC(_ mac: Data, of bytes: [UInt8]) throws(VaultError) -> Bool {
    let key = Self.macKey(try key(of: mac))
    return HMAC<SHA256>.isValidAuthenticationCode(
      Array(mac.dropFirst(Sealed.idCount)), authenticating: bytes, using: key)
  }

  /// The key for MACs, derived so that each purpose has its own (RFC 5869 section 3.2).
  private static func macKey(_ key: SymmetricKey) -> SymmetricKey {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, info: Array("authledger visits v1".utf8), outputByteCount: 32)
  }

  // MARK: The file

  private static func random() -> String {
    SymmetricKey(size: .bits256).withUnsafeBytes { $0.hexadecimal }
  }

  private static func read(_ file: String) throws(VaultError) -> [String] {
    let bytes = try VaultError.ofFiles(DurableFile.read(URL(filePath: file), isPrivate: true))
    guard let bytes else {
      throw .io(file: file, what: Text("it cannot be read", "den kan inte läsas"))
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func make(_ file: String) throws(VaultError) {
    let folder = URL(filePath: file).deletingLastPathComponent().path
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
      throw .io(file: folder, what: Text("it cannot be made", "den kan inte skapas"))
    }
    try write([random()], to: file, replacing: false)
  }

  private static func write(
    _ keys: [String], to file: String, replacing: Bool = true
  ) throws(VaultError) {
    let bytes = Array(keys.map { $0 + "\n" }.joined().utf8)
    let place = URL(filePath: file)
    if replacing {
      try VaultError.ofFiles(DurableFile.replace(place, with: bytes))
    } else {
      try VaultError.ofFiles(DurableFile.make(place, with: bytes))
    }
  }
}
