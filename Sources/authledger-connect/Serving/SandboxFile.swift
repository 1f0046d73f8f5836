import CommandKit
import Encoding
import EventLog
import Fortnox
import Foundation
import Integrations

/// What a sandbox's directory knows of its imitation of Fortnox, so that commands find it.
struct SandboxFile: Codable {
  /// What a ledger made here is marked with, for ever.
  static let mark = "sandbox"

  var url: String
  var browserURL: String
  var publicURL: String
  var clientID: String
  var clientSecret: String
  /// How far its clock is ahead, in seconds.
  var offset = 0

  static func read(_ directory: String) throws -> Self {
    let file = place(directory)
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandError(
        .missing,
        "The sandbox in \(directory) is not running; start it with `authledger-connect serve "
          + "--sandbox`.")
    }
    do {
      return try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw CommandError(.data, "\(file) cannot be read; start the sandbox anew.")
    }
  }

  func write(_ directory: String) throws {
    let bytes = [UInt8](try JSONEncoder().encode(self))
    try CommandError.ofFiles(DurableFile.replace(URL(filePath: Self.place(directory)), with: bytes))
  }

  func apps() throws -> Apps {
    guard let app = FortnoxClient.App(id: clientID, secret: clientSecret),
      let addresses = FortnoxClient.Addresses.onLoopback(url, browser: browserURL)
    else { throw CommandError(.data, "The sandbox's file holds no app; start the sandbox anew.") }
    return Apps(apps: [.fortnox: app, .fortnoxPayments: app], addresses: addresses)
  }

  private static func place(_ directory: String) -> String { directory + "/keys/sandbox" }

  /// The computer's clock, or in a sandbox the one that can be moved.
  static func effects(_ directory: String) -> Effects {
    guard let offset = try? read(directory).offset, offset != 0 else { return .live }
    return Effects(
      now: { Effects.live.now().adding(seconds: Int64(offset)) }, random: Effects.live.random)
  }
}
