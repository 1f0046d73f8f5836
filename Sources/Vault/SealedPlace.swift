package import Foundation
import GRDB
package import Integrations

/// The place of a sealed value: the data that AES-GCM authenticates with it, so it opens nowhere else.
struct SealedPlace {
  var company: String
  var provider: String
  var field: String
  var owner: Owner

  /// The part of an integration that a value belongs to.
  enum Owner {
    /// The credentials of an attempt, while they have a standing.
    case consent(Vault.Standing, AttemptID)
    /// The secrets of an open attempt.
    case attempt(AttemptID)
    /// A detail of the integration, by its number.
    case detail(Int64)
  }

  init(_ company: Company, _ provider: Provider, _ field: String, of owner: Owner) {
    self.company = company.id
    self.provider = provider.rawValue
    self.field = field
    self.owner = owner
  }

  init(_ row: Row, _ field: String, of owner: Owner) {
    company = row["company"]
    provider = row["provider"]
    self.field = field
    self.owner = owner
  }

  /// No part can hold the separator, so no two places have the same bytes.
  var bytes: [UInt8] {
    let owner =
      switch owner {
      case .consent(let standing, let attempt): "\(standing.rawValue)\n\(attempt)"
      case .attempt(let attempt): "attempt\n\(attempt)"
      case .detail(let number): "detail\n\(number)"
      }
    return Array("authledger vault v2\n\(company)\n\(provider)\n\(owner)\n\(field)".utf8)
  }

  /// The bytes that the first release bound values to: without standing and attempt.
  fileprivate var formerBytes: [UInt8] {
    var field = field
    if case .attempt(let attempt) = owner { field += " \(attempt)" }
    return Array("authledger vault v1\n\(company)\n\(provider)\n\(field)".utf8)
  }

  /// The places whose values open here.
  ///
  /// Credentials become `revoking` without being opened, since they may be damaged, so they stay bound to
  /// the standing that they had.
  fileprivate var accepted: [SealedPlace] {
    guard case .consent(.revoking, let attempt) = owner else { return [self] }
    return [Vault.Standing.revoking, .current, .pending].map { standing in
      var place = self
      place.owner = .consent(standing, attempt)
      return place
    }
  }
}

extension Vault {
  /// Opens a value; one of the first release by its binding, until every value was sealed anew.
  ///
  /// - Throws: `VaultError.unknownKey` or `.unopenable`.
  func open(_ sealed: Data, at place: SealedPlace, _ keys: VaultKeys) throws -> [UInt8] {
    do {
      return try openBound(sealed, at: place, keys)
    } catch VaultError.unopenable where acceptsFormerBinding {
      return try keys.open(sealed, for: place, binding: place.formerBytes)
    }
  }

  func text(_ sealed: Data, at place: SealedPlace, _ keys: VaultKeys) throws -> String {
    String(decoding: try open(sealed, at: place, keys), as: UTF8.self)
  }

  /// True if a value opens only by the binding of the first release.
  func isFormer(_ sealed: Data, at place: SealedPlace, _ keys: VaultKeys) -> Bool {
    acceptsFormerBinding && (try? openBound(sealed, at: place, keys)) == nil
      && (try? keys.open(sealed, for: place, binding: place.formerBytes)) != nil
  }

  private func openBound(_ sealed: Data, at place: SealedPlace, _ keys: VaultKeys) throws -> [UInt8]
  {
    for place in place.accepted.dropLast() {
      do {
        return try keys.open(sealed, for: place, binding: place.bytes)
      } catch VaultError.unopenable {
        continue
      }
    }
    let last = place.accepted.last ?? place
    return try keys.open(sealed, for: last, binding: last.bytes)
  }
}

extension Identifier {
  /// The 16 bytes, as they are stored in a row.
  package var data: Data { withBytes { Data($0) } }

  package init?(data: Data) {
    let found = Array(data).withUnsafeBytes { Self(stored: $0) }
    guard let found else { return nil }
    self = found
  }
}
