import CommandKit
import Connector
import Encoding
import Foundation
import Integrations
import Logging

/// The service key from before keys had scopes: it may do everything, for all companies.
enum ServiceKeyFile {
  static let variable = "AUTHLEDGER_SERVICE_KEY"

  /// Logs that there is such a key, and the way on.
  static func tell(_ environment: [String: String], _ log: Logger) {
    log.notice(
      "service key",
      metadata: [
        "place": environment[variable] == nil ? "keys/service-key" : "\(variable)",
        "note": "it may do everything; make keys with scopes by authledger-connect keys create",
      ])
  }

  /// The key from the environment, else from `keys/service-key`, which is made if there is none.
  static func read(_ directory: String, _ environment: [String: String]) throws -> String {
    let file = directory + "/keys/service-key"
    if let key = environment[variable] { return try checked(key, variable) }
    if !FileManager.default.fileExists(atPath: file) {
      try CommandError.ofFiles(
        DurableFile.make(URL(filePath: file), with: Array((Secret.random() + "\n").utf8)))
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    guard let mode = attributes[.posixPermissions] as? Int, mode & 0o077 == 0 else {
      throw CommandError(
        .io, "\(file) may be read by others; run `chmod 600` on it.",
        "\(file) får läsas av andra; kör `chmod 600` på den.")
    }
    let text = String(decoding: FileManager.default.contents(atPath: file) ?? Data(), as: UTF8.self)
    return try checked(text.trimmingCharacters(in: .whitespacesAndNewlines), file)
  }

  private static func checked(_ key: String, _ place: String) throws -> String {
    guard key.utf8.count >= 32 else {
      throw CommandError(
        .data, "\(place) must hold a service key of 32 characters or more.",
        "\(place) måste innehålla en tjänstenyckel på 32 tecken eller mer.")
    }
    return key
  }
}
