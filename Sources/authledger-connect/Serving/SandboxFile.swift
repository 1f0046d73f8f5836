import CommandKit
import Encoding
import EventLog
import Foundation
import Integrations
import Providers

/// The file in a sandbox's directory that tells commands where its imitations of the providers are.
struct SandboxFile: Codable {
  /// The mark of a sandbox's ledger, which stays for ever.
  static let mark = "sandbox"

  /// The imitation of Fortnox: its address for requests, and the one that browsers are sent to.
  var url: String
  var browserURL: String
  /// The same of Fiken's; nil in the file of a sandbox from before there was one.
  var fikenURL: String?
  var fikenBrowserURL: String?
  var publicURL: String
  var clientID: String
  var clientSecret: String
  /// The seconds that its clock is ahead.
  var offset = 0

  static func read(_ directory: String) throws -> Self {
    let file = place(directory)
    guard let data = FileManager.default.contents(atPath: file) else {
      throw CommandError(
        .missing,
        "The sandbox in \(directory) is not running; start it with `authledger-connect serve "
          + "--sandbox`.",
        "Sandlådan i \(directory) är inte igång; starta den med `authledger-connect serve "
          + "--sandbox`.")
    }
    do {
      return try JSONDecoder().decode(Self.self, from: data)
    } catch {
      throw CommandError(
        .data, "\(file) cannot be read; start the sandbox anew.",
        "\(file) kan inte läsas; starta sandlådan på nytt.")
    }
  }

  func write(_ directory: String) throws {
    let bytes = [UInt8](try JSONEncoder().encode(self))
    try CommandError.ofFiles(DurableFile.replace(URL(filePath: Self.place(directory)), with: bytes))
  }

  func apps() throws -> Apps {
    let fortnox = Apps.ImitationAddress(url: url, browserURL: browserURL)
    var imitations: [Provider: Apps.ImitationAddress?] = [
      .fortnox: fortnox, .fortnoxPayments: fortnox,
    ]
    if let fikenURL {
      imitations[.fiken] = Apps.ImitationAddress(url: fikenURL, browserURL: fikenBrowserURL)
    }
    guard let app = ClientApp(id: clientID, secret: clientSecret),
      let apps = Apps(app, at: imitations)
    else {
      throw CommandError(
        .data, "The sandbox's file holds no app; start the sandbox anew.",
        "Sandlådans fil innehåller ingen app; starta sandlådan på nytt.")
    }
    return apps
  }

  private static func place(_ directory: String) -> String { directory + "/keys/sandbox" }

  /// The effects with the computer's clock, or in a sandbox with its own.
  static func effects(_ directory: String) -> Effects {
    guard let offset = try? read(directory).offset, offset != 0 else { return .live }
    return Effects(
      now: { Effects.live.now().adding(seconds: Int64(offset)) }, random: Effects.live.random)
  }
}
