/// Lists of scopes as records spell them, each decoded once while a scan runs.
///
/// A company's grants repeat the few lists that there are. A list whose bytes were read before is
/// the same list: so a fold of many integrations neither parses nor holds it again.
package final class ScopeLists {
  private static let limit = 8

  private var known: [(spelling: [UInt8], scopes: [String])] = []

  /// The list that a record's bytes begin with, and how many bytes it takes.
  func list(at bytes: UnsafeRawBufferPointer) -> (scopes: [String], length: Int)? {
    for entry in known where entry.spelling.count <= bytes.count {
      let start = UnsafeRawBufferPointer(rebasing: bytes[..<entry.spelling.count])
      let matches = entry.spelling.withUnsafeBytes { FixedBytes.matches($0, start) }
      if matches { return (entry.scopes, entry.spelling.count) }
    }
    return nil
  }

  func remember(_ scopes: [String], spelled bytes: UnsafeRawBufferPointer) {
    if known.count == Self.limit { known.removeFirst() }
    known.append((Array(bytes), scopes))
  }
}
