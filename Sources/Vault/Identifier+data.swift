import Foundation
import Integrations

extension Identifier {
  /// The 16 bytes, as rows hold them.
  var data: Data { withBytes { Data($0) } }

  init?(data: Data) {
    let found = Array(data).withUnsafeBytes { Self(stored: $0) }
    guard let found else { return nil }
    self = found
  }
}
