import Encoding
import Foundation
import HTTPTypes
import Hummingbird

/// Our app, as an imitation has it registered.
public struct SandboxApp: Sendable {
  let name: String
  let id: String
  let secret: String
  let redirectURIs: [String]

  /// An app of the host product.
  ///
  /// - Parameters:
  ///   - name: The name that people are shown when they are asked for consent.
  ///   - redirectURIs: Where browsers may be sent back to.
  public init(name: String, id: String, secret: String, redirectURIs: [String]) {
    self.name = name
    self.id = id
    self.secret = secret
    self.redirectURIs = redirectURIs
  }

  /// True if a request carries the app's id and secret by HTTP Basic.
  func isAuthenticated(_ request: Request) -> Bool {
    request.headers[.authorization] == "Basic " + Array("\(id):\(secret)".utf8).base64
  }

  /// The registered address that a request names; nil if the app or the address is not registered.
  func redirectURI(_ query: Fields) -> String? {
    guard query["client_id"] == id, let address = query["redirect_uri"],
      redirectURIs.contains(address)
    else { return nil }
    return address
  }
}
