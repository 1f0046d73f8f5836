import Foundation
import GRDB
import Integrations

/// One thing that `doctor` looked at.
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
  /// What was looked at, in a stable word.
  public let check: String
  /// What was found, as a sentence.
  public let what: String
  /// What to do; nil where nothing is to be done.
  public let remedy: String?
}

extension Ledger {
  /// Looks at the ledger's surroundings without changing anything: quick, unlike `verify`.
  public func doctor() throws -> [DoctorFinding] {
    var findings = try read { database in
      try [Self.layout(database)] + Self.projections(database) + warnings(database)
        + [Self.clock(database, effects)]
    }
    findings.append(try guarding())
    findings.append(permissions())
    findings.append(space())
    findings += leftovers()
    return findings
  }

  private static func layout(_ database: Database) throws -> DoctorFinding {
    let head = try LogWriter.head(database).position
    let streams = try Int64.fetchOne(database, sql: "SELECT count(*) FROM stream") ?? 0
    let mark = try String.fetchOne(
      database, sql: "SELECT value FROM property WHERE name = 'mark'")
    let kind = mark.map { ", made by \($0)" } ?? ""
    return DoctorFinding(
      severity: .ok, check: "log",
      what:
        "\(head.counted("record")) of \(streams.counted("company", "companies"))\(kind).",
      remedy: nil)
  }

  private static func projections(_ database: Database) throws -> [DoctorFinding] {
    try Projection.allCases.map { projection in
      let name = projection.rawValue
      switch try Projection.need(of: projection, database) {
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

  private static func clock(_ database: Database, _ effects: Effects) throws -> DoctorFinding {
    let latest = try LogWriter.head(database).latest
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

  /// Whether the database follows its last checkpoint, and how much of it is signed.
  private func guarding() throws -> DoctorFinding {
    let state = try guardState()
    switch state {
    case .unpublished, .follows:
      let isBehind = try hasUnpublished()
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

  private func permissions() -> DoctorFinding {
    var status = stat()
    guard stat(files.databasePath, &status) == 0, status.st_mode & 0o077 != 0 else {
      return DoctorFinding(
        severity: .ok, check: "permissions", what: "Only the owner can read the ledger.",
        remedy: nil)
    }
    return DoctorFinding(
      severity: .warning, check: "permissions", what: "Others can read \(files.databasePath).",
      remedy: "Run `chmod -R go= \(files.directory.path)`.")
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

  /// What an import that was killed left behind.
  private func leftovers() -> [DoctorFinding] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: files.directory.path)) ?? []
    return names.filter { $0.hasPrefix(".import-") }.filter { name in
      let process = name.drop { !$0.isNumber }.prefix { $0.isNumber }
      guard let id = Int32(process) else { return true }
      return kill(id, 0) != 0
    }.map { name in
      DoctorFinding(
        severity: .warning, check: "leftover", what: "An interrupted import left \(name).",
        remedy: "Remove it: `rm \(files.directory.path)/\(name)`.")
    }
  }
}
