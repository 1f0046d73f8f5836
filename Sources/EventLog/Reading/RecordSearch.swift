import Foundation
import Integrations

/// Looks through records, the newest first, for actors, tickets and numbers of companies at a
/// provider.
///
/// Few records can name what is looked for, and only those are decoded.
struct RecordSearch {
  private let text: String
  private let actor: [UInt8]
  private let isWholeActor: Bool
  private var found: [Key: Hit] = [:]

  private struct Key: Hashable {
    var kind: Hit.Kind
    var value: String
    var company: Company
    var provider: Provider?
  }

  init(_ text: String) {
    self.text = text
    actor = Array(text.utf8)
    isWholeActor = text.contains(":")
  }

  var hits: [Hit] { Array(found.values) }

  mutating func read(_ bytes: UnsafeRawBufferPointer, at position: Int64) throws {
    let isOfActor = namesActor(bytes)
    switch ActionName.endings.word(endOf: bytes) {
    case .approved, .reauthorized, .credentialsRemoved: break
    default: if !isOfActor { return }
    }
    let (view, action) = try RecordView.reading(bytes, at: position)
    let place = Place(view: view, position: Position(position))
    if isOfActor { try add(.actor, String(decoding: view.actor, as: UTF8.self), place, of: nil) }
    switch action {
    case .approved(let approval), .reauthorized(let approval):
      if approval.providerCompany.hasPrefix(text) {
        try add(.providerCompany, approval.providerCompany, place, of: view.provider)
      }
    case .credentialsRemoved(let removal):
      if let ticket = removal.ticket, ticket.hasPrefix(text) {
        try add(.ticket, ticket, place, of: view.provider)
      }
    default: break
    }
  }

  /// A record that names something.
  private struct Place {
    var view: RecordView
    var position: Position

    func company() throws -> Company {
      guard let company = Company(stream: String(decoding: view.stream, as: UTF8.self)) else {
        throw LedgerError.unreadable(
          position: position,
          what: Text(
            "its \"source\" names no company", "dess \"source\" anger inget företag"))
      }
      return company
    }
  }

  private mutating func add(
    _ kind: Hit.Kind, _ value: String, _ place: Place, of provider: Provider?
  ) throws {
    let company = try place.company()
    let key = Key(kind: kind, value: value, company: company, provider: provider)
    if found[key] != nil {
      found[key]?.records += 1
      return
    }
    let isWhole = value == text || kind == .actor && value.hasSuffix(":\(text)")
    found[key] = Hit(
      kind: kind, value: value, isExact: isWhole, company: company, provider: provider,
      position: place.position, time: place.view.time, records: 1)
  }

  /// True if the record's actor begins with the text, or its id does.
  private func namesActor(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let opening = Self.opening.utf8CodeUnitCount
    guard bytes.hasPrefix(Self.opening), var start = bytes.baseAddress else { return false }
    start += opening
    var rest = bytes.count - opening
    if !isWholeActor {
      guard let colon = memchr(start, 0x3a, rest) else { return false }
      rest -= UnsafeRawPointer(colon) - start + 1
      start = UnsafeRawPointer(colon) + 1
    }
    return rest >= actor.count && memcmp(start, actor, actor.count) == 0
  }

  private static let opening: StaticString = #"{"authid":""#
}

extension RecordView {
  /// The attributes and the action of the record at a position, which an error names.
  static func reading(
    _ bytes: UnsafeRawBufferPointer, at position: Int64
  ) throws -> (view: RecordView, action: Action?) {
    do throws(RecordError) {
      return try RecordView.read(bytes)
    } catch {
      throw LedgerError.unreadable(position: Position(position), what: error.clause)
    }
  }
}
