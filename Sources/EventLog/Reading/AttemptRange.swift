import Integrations

/// The ids of attempts that begin as a person wrote it.
struct AttemptRange: Hashable {
  /// The first of them.
  let first: AttemptID
  /// The last of them.
  let last: AttemptID

  /// The first eight digits of ours are a minute: a shorter beginning would fit too many to mean any.
  private static let shortest = 8

  /// Reads the beginning of a UUID, of at least eight digits; nil for anything else.
  init?(_ text: String) {
    let text = text.lowercased()
    let form = Array("00000000-0000-0000-0000-000000000000".utf8)
    let bytes = Array(text.utf8)
    guard (Self.shortest...form.count).contains(bytes.count) else { return nil }
    let fits = zip(bytes, form).allSatisfy { byte, place in
      let isDigit = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      return place == UInt8(ascii: "-") ? byte == place : isDigit
    }
    guard fits else { return nil }
    let rest = form[bytes.count...]
    let low = bytes + rest
    let high = bytes + rest.map { $0 == UInt8(ascii: "-") ? $0 : UInt8(ascii: "f") }
    guard let first = AttemptID(String(decoding: low, as: UTF8.self)),
      let last = AttemptID(String(decoding: high, as: UTF8.self))
    else { return nil }
    self.first = first
    self.last = last
  }

  /// True if it is one whole id.
  var isWhole: Bool { first == last }
}
