public import EventLog
import Foundation
public import Integrations

/// The result of one check of `doctor`.
public struct DoctorFinding: Hashable, Sendable {
  /// How bad it is.
  public enum Severity: String, CaseIterable, Sendable {
    /// Nothing is to be done.
    case ok
    /// It works, and something should be done.
    case warning
    /// It does not work.
    case error
  }

  /// How bad it is.
  public let severity: Severity
  /// The check, as a stable word.
  public let check: String
  /// What was found, as a sentence.
  public let found: Text
  /// What to do, as a sentence; nil if nothing is to be done.
  public let advice: Text?

  /// What was found, in English.
  public var what: String { found.english }
  /// What to do, in English.
  public var remedy: String? { advice?.english }

  /// The check as people read it.
  public var title: Text { Text(check, Self.swedishTitles[check] ?? check) }

  private static let swedishTitles = [
    "log": "logg", "clock": "klocka", "last-checkpoint": "signering", "space": "utrymme",
    "permissions": "rättigheter", "seed": "frö", "leftover": "rester", "wal": "WAL",
    "grants": "auktoriseringar", "quiet": "tystnad", "endsSoon": "upphör snart",
    "unrevoked": "ej återkallad", "leader": "ledare", "integration_status": "projektion av läget",
    "company_log": "projektion av loggen",
  ]

  init(_ severity: Severity, _ check: String, _ found: Text, _ advice: Text? = nil) {
    self.severity = severity
    self.check = check
    self.found = found
    self.advice = advice
  }
}

extension Ledger {
  /// Checks the ledger and its surroundings without changing anything; it is quick, unlike
  /// `verify`.
  public func doctor() throws -> [DoctorFinding] { try Doctor(ledger: self).findings() }
}

/// The checks of `doctor`, each in a function of its own.
struct Doctor {
  /// How long a record may wait to be signed before that is a warning.
  private static let waitingSeconds: Int64 = 3600

  let ledger: Ledger

  var files: LedgerFiles { ledger.files }

  /// The results of all checks; those of the database are of one snapshot.
  func findings() throws -> [DoctorFinding] {
    var findings = try ledger.read { connection in
      try [Self.layout(connection)] + Self.projections(connection) + warnings(connection)
        + [Self.clock(connection, ledger.effects)]
    }
    findings.append(try guarding())
    if let lag = try ledger.followerLag() { findings.append(lag.finding(at: ledger.effects.now())) }
    findings.append(space())
    return findings + (try besideDatabase())
  }

  private static func layout(_ connection: Connection) throws -> DoctorFinding {
    let head = try LogHead(connection).position
    let streams = try StreamTable.count(connection)
    let mark = try PropertyTable.value(of: .mark, connection)
    return DoctorFinding(
      .ok, "log",
      Text(
        "\(head.counted("record")) of \(streams.counted("company", "companies"))"
          + "\(mark.map { ", made by \($0)" } ?? "").",
        "\(head.counted("post", "poster")) från \(streams) företag"
          + "\(mark.map { ", skapade av \($0)" } ?? "")."))
  }

  private static func projections(_ connection: Connection) throws -> [DoctorFinding] {
    try Projection.allCases.map { projection in
      let name = projection.rawValue
      switch try Projection.need(of: projection, connection) {
      case .nothing:
        return DoctorFinding(
          .ok, name,
          Text(
            "\(projection.fingerprint) reaches the end of the log.",
            "\(projection.fingerprint) når loggens slut."))
      case .catchUp(let position):
        return DoctorFinding(
          .warning, name,
          Text(
            "It ends at record \(Position(position)).", "Den slutar vid post \(Position(position))."
          ),
          Text(
            "The next command that writes catches up.", "Nästa kommando som skriver tar igen det."))
      case .rebuild:
        return DoctorFinding(
          .warning, name,
          Text(
            "Another version of the fold wrote it.", "En annan version av vikningen skrev den."),
          Text("Run `authledger replay --rebuild`.", "Kör `authledger replay --rebuild`."))
      case .stopped(let position, let what):
        return DoctorFinding(
          .error, name,
          Text(
            "It stopped at record \(Position(position + 1)): \(what).",
            "Den stannade vid post \(Position(position + 1)), som inte kan läsas."),
          Text(
            "Run `authledger verify`; when the record can be read, `authledger replay --rebuild`.",
            "Kör `authledger verify`; när posten kan läsas, `authledger replay --rebuild`."))
      }
    }
  }

  private static func clock(_ connection: Connection, _ effects: Effects) throws -> DoctorFinding {
    let latest = try LogHead(connection).latest
    let now = effects.now()
    guard latest > now.milliseconds else {
      return DoctorFinding(
        .ok, "clock",
        Text("No record lies ahead of the clock.", "Ingen post ligger före klockan."))
    }
    let time = Timestamp(milliseconds: latest)
    return DoctorFinding(
      .warning, "clock",
      Text(
        "The latest record is of \(time), and the clock says \(now).",
        "Den senaste posten är från \(time), och klockan visar \(now)."),
      Text(
        "Set the computer's clock; order is the position, so nothing is lost.",
        "Ställ datorns klocka; ordningen är positionen, så inget är förlorat."))
  }

  /// Checks that the database holds its last checkpoint, and that all of it is signed.
  private func guarding() throws -> DoctorFinding {
    let state = try ledger.guardState()
    switch state {
    case .unpublished, .follows:
      let waiting = try ledger.read { try waitingSince($0) }
      if let waiting, waiting.adding(seconds: Self.waitingSeconds) < ledger.effects.now() {
        return DoctorFinding(
          .warning, "last-checkpoint",
          Text(
            "Records wait to be signed since \(waiting).",
            "Poster väntar på att signeras sedan \(waiting)."),
          Text(
            "Run `authledger checkpoint`, which says what keeps them from being signed.",
            "Kör `authledger checkpoint`, som säger vad som hindrar att de signeras."))
      }
      let isBehind = waiting != nil
      return DoctorFinding(
        .ok, "last-checkpoint",
        isBehind
          ? Text(
            "The last records are not signed yet; the next command that writes signs them.",
            "De sista posterna är inte signerade än; nästa kommando som skriver signerar dem.")
          : Text(
            "Every record is signed and follows the last checkpoint.",
            "Varje post är signerad och följer den sista kontrollpunkten."))
    case .backup, .follower:
      return DoctorFinding(
        .ok, "last-checkpoint",
        Text(
          "This is not a ledger in use: \(state.what.english).",
          "Detta är inte en liggare i bruk: \(state.what.swedish)."), state.remedy)
    case .missing, .shorter, .forked, .unreadable, .foreignKeys:
      return DoctorFinding(
        .error, "last-checkpoint",
        Text(
          "Nothing is appended any more: \(state.what.english).",
          "Inget läggs till längre: \(state.what.swedish)."), state.remedy)
    }
  }

  private func space() -> DoctorFinding {
    var status = statvfs()
    guard statvfs(files.directory.path, &status) == 0 else {
      return DoctorFinding(
        .warning, "space",
        Text("The free space cannot be told.", "Det lediga utrymmet kan inte anges."))
    }
    let megabytes = (UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 20
    guard megabytes < 512 else {
      return DoctorFinding(
        .ok, "space", Text("\(megabytes) MB are free.", "\(megabytes) MB är lediga."))
    }
    return DoctorFinding(
      .warning, "space",
      Text("Only \(megabytes) MB are free.", "Bara \(megabytes) MB är lediga."),
      Text(
        "Make room; a full disk stops appends, and loses nothing.",
        "Gör plats; en full disk stoppar registreringen, och inget går förlorat."))
  }
}
