import CommandKit
import Foundation
import Integrations

/// Reads a secret, which must not stand in an argument, from one of three places.
///
///     FORTNOX_CLIENT_SECRET=...              the variable itself
///     FORTNOX_CLIENT_SECRET_FILE=/run/...    a file that only its owner may read
///     $CREDENTIALS_DIRECTORY/FORTNOX_CLIENT_SECRET
///                                            a credential of systemd's (systemd.exec(5))
struct SecretSource {
  let environment: [String: String]

  /// The value from the first place that has it; nil if none has.
  ///
  /// - Throws: `CommandError` if a place that is named cannot be read.
  func value(_ name: String) throws -> String? {
    if let value = environment[name] {
      guard environment[name + "_FILE"] == nil else {
        throw CommandError(
          .usage, "\(name) and \(name)_FILE are both set; leave out one of them.",
          "\(name) och \(name)_FILE är båda angivna; utelämna en av dem.")
      }
      return value
    }
    if let file = environment[name + "_FILE"] { return try read(file, name + "_FILE") }
    guard let directory = environment["CREDENTIALS_DIRECTORY"] else { return nil }
    let file = "\(directory)/\(name)"
    guard FileManager.default.fileExists(atPath: file) else { return nil }
    // systemd protects the directory; the modes of the files in it do not matter.
    return try text(file, name)
  }

  private func read(_ file: String, _ name: String) throws -> String {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    if let mode = attributes?[.posixPermissions] as? Int, mode & 0o077 != 0 {
      throw CommandError(
        .io, "\(file), which \(name) names, may be read by others; run `chmod 600` on it.",
        "\(file), som \(name) anger, får läsas av andra; kör `chmod 600` på den.")
    }
    return try text(file, name)
  }

  private func text(_ file: String, _ name: String) throws -> String {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandError(
        .missing, "\(file), which \(name) names, cannot be read.",
        "\(file), som \(name) anger, kan inte läsas.")
    }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
