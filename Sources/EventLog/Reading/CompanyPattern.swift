public import Integrations

/// The companies that a person means: one by its id, or several by a pattern in which `*` stands for
/// any characters and `?` for one.
///
///     CompanyPattern("acme")?.company         // acme
///     CompanyPattern("ac*")?.matches(acme)    // true
public struct CompanyPattern: Hashable, Sendable, CustomStringConvertible {
  private let bytes: [UInt8]

  /// A pattern; nil if no company's id can match it.
  public init?(_ text: String) {
    bytes = Array(text.utf8)
    let letters = bytes.map { Self.isWildcard($0) ? UInt8(ascii: "a") : $0 }
    guard Company(stream: String(decoding: letters, as: UTF8.self)) != nil else { return nil }
    if !bytes.contains(where: Self.isWildcard), Company(text) == nil { return nil }
  }

  /// A pattern that means one company.
  public init(_ company: Company) { bytes = Array(company.id.utf8) }

  /// As it was written.
  public var description: String { String(decoding: bytes, as: UTF8.self) }

  /// The company, where this is an id; nil for a pattern.
  public var company: Company? {
    bytes.contains(where: Self.isWildcard) ? nil : Company(description)
  }

  /// What every id that matches begins with.
  var beginning: String {
    String(decoding: bytes.prefix { !Self.isWildcard($0) }, as: UTF8.self)
  }

  /// True if the pattern means this company.
  public func matches(_ company: Company) -> Bool {
    let id = Array(company.id.utf8)
    var (place, index) = (0, 0)
    // Where to go on when what follows the last `*` does not fit: the star takes one byte more.
    var retry: (place: Int, index: Int)?
    while index < id.count {
      if place < bytes.count, bytes[place] == UInt8(ascii: "*") {
        retry = (place, index)
        place += 1
      } else if place < bytes.count,
        bytes[place] == UInt8(ascii: "?") || bytes[place] == id[index]
      {
        place += 1
        index += 1
      } else if let (star, taken) = retry {
        retry = (star, taken + 1)
        place = star + 1
        index = taken + 1
      } else {
        return false
      }
    }
    return bytes[place...].allSatisfy { $0 == UInt8(ascii: "*") }
  }

  private static func isWildcard(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?")
  }
}

extension Ledger {
  /// The companies of which anything is recorded and that a pattern means, in the order of their ids.
  public func companies(matching pattern: CompanyPattern) throws -> [Company] {
    if let company = pattern.company { return try hasRecords(of: company) ? [company] : [] }
    return try companies(beginningWith: pattern.beginning, limit: .max - 1)
      .filter(pattern.matches)
  }
}
