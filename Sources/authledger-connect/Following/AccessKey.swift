import CommandKit
import Encoding
import Foundation
import Integrations

/// The key that the leader's feed is read with: from a file, else from the environment.
struct AccessKey: Sendable {
  static let variable = "AUTHLEDGER_ACCESS_KEY"

  private let file: String?
  private let given: String?

  /// - Throws: `CommandError` if there is none, or others may read the file.
  init(file: String?, environment: [String: String]) throws {
    self.file = file
    given = environment[Self.variable]
    _ = try value()
  }

  /// The key as it is now: a file may be replaced while the leader is followed.
  func value() throws -> String {
    guard let file else {
      guard let given else {
        throw CommandError(
          .usage,
          "Give the leader's access key by --access-key-file or \(Self.variable); make one there with "
            + "`authledger-connect keys create --name follower --scopes records:read`.",
          "Ange ledarens åtkomstnyckel med --access-key-file eller \(Self.variable); skapa en där med "
            + "`authledger-connect keys create --name follower --scopes records:read`.")
      }
      return try Self.checked(given, Self.variable)
    }
    guard
      let bytes = try CommandError.ofFiles(DurableFile.read(URL(filePath: file), isPrivate: true))
    else {
      throw CommandError(.missing, "\(file) is not there.", "\(file) finns inte.")
    }
    let text = String(decoding: bytes, as: UTF8.self)
    return try Self.checked(text.trimmingCharacters(in: .whitespacesAndNewlines), file)
  }

  /// A header's value is visible ASCII; the key itself is never printed.
  private static func checked(_ key: String, _ place: String) throws(CommandError) -> String {
    guard !key.isEmpty, key.utf8.count <= 4096, key.utf8.allSatisfy({ (0x21...0x7e).contains($0) })
    else {
      throw CommandError(
        .data, "\(place) does not hold an access key.", "\(place) innehåller ingen åtkomstnyckel.")
    }
    return key
  }
}
