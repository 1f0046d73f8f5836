import CommandKit
import Foundation
import Integrations
import Web

/// The address of a leader, to which the paths of its feed are added.
struct LeaderAddress: Hashable, Sendable {
  /// The address without a slash at its end.
  let text: String

  /// - Throws: `CommandError` if records would travel over a network in the clear, or it is no address.
  init(_ given: String) throws(CommandError) {
    let text = given.hasSuffix("/") ? String(given.dropLast()) : given
    guard let url = URL(string: text), let scheme = url.scheme, let host = url.host(),
      ["http", "https"].contains(scheme), !host.isEmpty, url.query == nil, url.fragment == nil,
      url.user() == nil
    else {
      throw CommandError(
        .usage, "The leader's address must be like https://ledger.example.com.",
        "Ledarens adress måste vara som https://ledger.example.com.")
    }
    guard scheme == "https" || WebConfiguration.isLoopback(host) else {
      throw CommandError(
        .usage, "The leader's address must begin with https:// unless its host is this computer.",
        "Ledarens adress måste börja med https:// om värden inte är denna dator.")
    }
    self.text = text
  }
}
