import Integrations
import Transparency

/// The fields of each kind of bookkeeping, as the schemas in `Schema/events` have them.
///
/// An import checks the bookkeeping of other ledgers against it; this ledger's own is made by its
/// own code and needs no check.
struct BookkeepingShape: Sendable {
  /// Which streams can hold records of this kind.
  enum Place: Sendable { case system, companies, anywhere }

  var place: Place
  var fields: [Field]
  /// True for kinds that a ledger in use takes too, because nothing depends on them.
  var isVisit = false

  /// One field of the data.
  struct Field: Sendable {
    var name: String
    var form: BookkeepingForm
    var isRequired = true

    init(_ name: String, _ form: BookkeepingForm, isRequired: Bool = true) {
      self.name = name
      self.form = form
      self.isRequired = isRequired
    }
  }

  /// Every kind by its name.
  static let all: [String: BookkeepingShape] = [
    "callbacks.unknown": Self(place: .system, fields: [Field("count", .count(from: 1))]),
    "key.retired": Self(
      place: .system, fields: [Field("key", .key), Field("rows", .hash, isRequired: false)]),
    "key.rotated": Self(place: .system, fields: [Field("key", .key), Field("previous", .key)]),
    "person.erased": Self(
      place: .companies,
      fields: [
        Field("_sd", .digests), Field("decidedBy", .actor),
        Field("ground", .oneOf(ErasureGround.allCases.map(\.rawValue))), Field("person", .actor),
      ]),
    "person.introduced": Self(
      place: .companies,
      fields: [
        Field("_sd", .digests), Field("_sd_alg", .oneOf(["sha-256"])), Field("person", .actor),
      ]),
    "restored": Self(
      place: .system,
      fields: [
        Field("epoch", .count(from: 2)), Field("found", .root, isRequired: false),
        Field("key", .key, isRequired: false), Field("lost", .root, isRequired: false),
      ]),
    "serviceKey.created": Self(
      place: .system,
      fields: [
        Field("companies", .companies, isRequired: false),
        Field("expiresAt", .time, isRequired: false), Field("key", .identifier),
        Field("name", .text), Field("scopes", .scopes),
      ]),
    "serviceKey.revoked": Self(place: .system, fields: [Field("key", .identifier)]),
    "state.committed": Self(
      place: .system,
      fields: [
        Field("digest", .hash), Field("fingerprint", .text), Field("position", .count(from: 0)),
      ]),
    "visit.began": Self(
      place: .anywhere,
      fields: [
        Field("issuedBy", .actor), Field("role", .oneOf(Actor.Role.visitors.map(\.rawValue))),
        Field("visit", .identifier),
      ], isVisit: true),
    "visit.ended": Self(
      place: .anywhere, fields: [Field("visit", .identifier)], isVisit: true),
  ]
}

extension Actor.Role {
  /// The roles that a link can give.
  static let visitors: [Self] = [.administrator, .support, .operator, .auditor]
}

extension Record.Bookkeeping {
  /// Every name that this version knows, sorted.
  public static var names: [String] { BookkeepingShape.all.keys.sorted() }

  /// True for a visit, which a ledger in use takes from another one too.
  var isVisit: Bool { BookkeepingShape.all[name]?.isVisit == true }
}

extension Record.Content {
  /// Refuses a record from elsewhere that no ledger writes: an action of no company, or bookkeeping
  /// of an unknown kind, in the wrong stream, or with other data than its kind has.
  ///
  /// - Throws: `RecordError`, or `LedgerError.secret`.
  func checkForeign() throws {
    switch what {
    case .action(let action, _):
      guard stream != .system else {
        throw RecordError(
          "an action belongs to a company, and \"source\" is that of the ledger itself",
          "en händelse hör till ett företag, och \"source\" är liggarens egen")
      }
      try SecretGuard.check(action)
    case .bookkeeping(let bookkeeping):
      guard let shape = BookkeepingShape.all[bookkeeping.name] else {
        throw RecordError(
          "the kind of bookkeeping \"\(RecordError.quoting(bookkeeping.name))\" is unknown",
          "bokföring av slaget \"\(RecordError.quoting(bookkeeping.name))\" är okänd")
      }
      try shape.check(bookkeeping, in: stream)
    }
  }
}

extension BookkeepingShape {
  /// Refuses bookkeeping that does not have this shape, or stands in another stream.
  ///
  /// - Throws: `RecordError`, or `LedgerError.secret`.
  func check(_ bookkeeping: Record.Bookkeeping, in stream: Company) throws {
    switch place {
    case .system where stream != .system:
      throw RecordError(
        "ledger.\(bookkeeping.name) stands in the stream of the ledger itself",
        "ledger.\(bookkeeping.name) står i liggarens egen ström")
    case .companies where stream == .system:
      throw RecordError(
        "ledger.\(bookkeeping.name) stands in the stream of a company",
        "ledger.\(bookkeeping.name) står i ett företags ström")
    default: break
    }
    guard case .object(let members) = bookkeeping.data else {
      throw RecordError("\"data\" must be an object", "\"data\" måste vara ett objekt")
    }
    for member in members where !fields.contains(where: { $0.name == member.name }) {
      throw RecordError(
        "the field \"\(RecordError.quoting(member.name))\" is unknown",
        "fältet \"\(RecordError.quoting(member.name))\" är okänt")
    }
    for field in fields {
      guard let value = bookkeeping.data[field.name] else {
        guard field.isRequired else { continue }
        throw RecordError(
          "the field \"\(field.name)\" is missing", "fältet \"\(field.name)\" saknas")
      }
      try field.form.check(value, field.name)
    }
  }
}
