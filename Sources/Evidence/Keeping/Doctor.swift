public import EventLog
import Foundation
import Integrations

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
  public let what: String
  /// What to do; nil if nothing is to be done.
  public let remedy: String?
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
    findings.append(space())
    return findings + (try besideDatabase())
  }

  private static func layout(_ connection: Connection) throws -> DoctorFinding {
    let head = try LogHead(connection).position
    let streams = try StreamTable.count(connection)
    let mark = try PropertyTable.value(of: .mark, connection)
    let kind = mark.map { ", made by \($0)" } ?? ""
    return DoctorFinding(
      severity: .ok, check: "log",
      what:
        "\(head.counted("record")) of \(streams.counted("company", "companies"))\(kind).",
      remedy: nil)
  }

  private static func projections(_ connection: Connection) throws -> [DoctorFinding] {
    try Projection.allCases.map { projection in
      let name = projection.rawValue
      switch try Projection.need(of: projection, connection) {
      case .nothing:
        return DoctorFinding(
          severity: .ok, check: name, what: "\(projection.fingerprint) reaches the end of the log.",
          remedy: nil)
      case .catchUp(let position):
        return DoctorFinding(
          severity: .warning, check: name, what: "It ends at record \(Position(position)).",
          remedy: "The next command that writes catches up.")
      case .rebuild:
        return DoctorFinding(
          severity: .warning, check: name, what: "Another version of the fold wrote it.",
          remedy: "Run `authledger replay --rebuild`.")
      case .stopped(let position, let what):
        return DoctorFinding(
          severity: .error, check: name,
          what: "It stopped at record \(Position(position + 1)): \(what).",
          remedy: "Run `authledger verify`; when the record can be read, "
            + "`authledger replay --rebuild`.")
      }
    }
  }

  private static func clock(_ connection: Connection, _ effects: Effects) throws -> DoctorFinding {
    let latest = try LogHead(connection).latest
    let now = effects.now()
    guard latest > now.milliseconds else {
      return DoctorFinding(
        severity: .ok, check: "clock", what: "No record lies ahead of the clock.", remedy: nil)
    }
    return DoctorFinding(
      severity: .warning, check: "clock",
      what:
        "The latest record is of \(Timestamp(milliseconds: latest)), and the clock says \(now).",
      remedy: "Set the computer's clock; order is the position, so nothing is lost.")
  }

  /// Checks that the database holds its last checkpoint, and that all of it is signed.
  private func guarding() throws -> DoctorFinding {
    let state = try ledger.guardState()
    switch state {
    case .unpublished, .follows:
      let waiting = try ledger.read { try waitingSince($0) }
      if let waiting, waiting.adding(seconds: Self.waitingSeconds) < ledger.effects.now() {
        return DoctorFinding(
          severity: .warning, check: "last-checkpoint",
          what: "Records wait to be signed since \(waiting).",
          remedy: "Run `authledger checkpoint`, which says what keeps them from being signed.")
      }
      let isBehind = waiting != nil
      return DoctorFinding(
        severity: .ok, check: "last-checkpoint",
        what: isBehind
          ? "The last records are not signed yet; the next command that writes signs them."
          : "Every record is signed and follows the last checkpoint.", remedy: nil)
    case .backup:
      return DoctorFinding(
        severity: .ok, check: "last-checkpoint",
        what: "This is not a ledger in use: \(state.what).", remedy: state.remedy)
    case .missing, .shorter, .forked, .unreadable, .foreignKeys:
      return DoctorFinding(
        severity: .error, check: "last-checkpoint",
        what: "Nothing is appended any more: \(state.what).",
        remedy: state.remedy)
    }
  }

  private func space() -> DoctorFinding {
    var status = statvfs()
    guard statvfs(files.directory.path, &status) == 0 else {
      return DoctorFinding(
        severity: .warning, check: "space", what: "The free space cannot be told.", remedy: nil)
    }
    let megabytes = (UInt64(status.f_bavail) * UInt64(status.f_frsize)) >> 20
    guard megabytes < 512 else {
      return DoctorFinding(
        severity: .ok, check: "space", what: "\(megabytes) MB are free.", remedy: nil)
    }
    return DoctorFinding(
      severity: .warning, check: "space", what: "Only \(megabytes) MB are free.",
      remedy: "Make room; a full disk stops appends, and loses nothing.")
  }
}
