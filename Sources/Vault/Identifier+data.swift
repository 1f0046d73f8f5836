package import Foundation
package import Integrations

extension Identifier {
  /// The 16 bytes, as rows hold them.
  package var data: Data { withBytes { Data($0) } }

  package init?(data: Data) {
    let found = Array(data).withUnsafeBytes { Self(stored: $0) }
    guard let found else { return nil }
    self = found
  }
}
