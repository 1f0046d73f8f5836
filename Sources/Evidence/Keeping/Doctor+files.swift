import Encoding
import EventLog
import Foundation
import Integrations

extension Doctor {
  /// The files beside the database: who can read them, and what interrupted commands left.
  func besideDatabase() throws -> [DoctorFinding] {
    [permissions(), try seed()] + leftovers() + [writeAheadLog()].compactMap(\.self)
  }

  // MARK: Permissions

  /// The names of all files that hold people or keys, whether they are there or not.
  private var guardedFiles: [String] {
    let named = [
      "ledger.sqlite", "people.sqlite", "vault.sqlite", "relay.sqlite", "lock", "last-checkpoint",
      "last-look", "keys",
    ]
    let databases = named.filter { $0.hasSuffix(".sqlite") }
    let keys = (try? FileManager.default.subpathsOfDirectory(atPath: files.keys.path)) ?? []
    return named + databases.flatMap { ["\($0)-wal", "\($0)-shm"] } + keys.map { "keys/\($0)" }
  }

  private func permissions() -> DoctorFinding {
    let open = guardedFiles.filter { name in
      var status = stat()
      return lstat("\(ledger.directory)/\(name)", &status) == 0 && status.st_mode & 0o077 != 0
    }
    guard !open.isEmpty else {
      return DoctorFinding(
        .ok, "permissions",
        Text("Only the owner can read the ledger.", "Bara ägaren kan läsa liggaren."))
    }
    let isKey = open.contains { $0.hasPrefix("keys") || $0.hasPrefix("vault") }
    let names = open.sorted().joined(separator: ", ")
    let command = "chmod -R go= \(ledger.directory.asShellWord)"
    return DoctorFinding(
      isKey ? .error : .warning, "permissions",
      Text(
        "Others than the owner have a right to \(names).",
        "Andra än ägaren har rätt till \(names)."),
      Text(
        "Run `\(command)`.", "Kör `\(command)`."))
  }

  // MARK: The seed

  /// Checks that the seed is there, and is the one that signed before.
  private func seed() throws -> DoctorFinding {
    let keys = try KeysFolder(files)
    func finding(
      _ severity: DoctorFinding.Severity, _ english: String, _ swedish: String,
      _ advice: Text? = nil
    ) -> DoctorFinding {
      DoctorFinding(severity, "seed", Text(english, swedish), advice)
    }
    guard keys.isReadable else {
      return finding(
        .ok, "The seed cannot be read by this user, so nothing is said of it.",
        "Fröet kan inte läsas av denna användare, så inget sägs om det.")
    }
    let (last, origins) = try ledger.read { connection in
      let origins = try Origins(connection, files)
      return (try Publication.last(epoch: origins.epoch, connection), origins)
    }
    let bring = Text(
      "Put keys/signing-seed and keys/signed back from where you keep them, or go on "
        + "without by `authledger restore --new-key`.",
      "Lägg tillbaka keys/signing-seed och keys/signed därifrån du förvarar dem, eller fortsätt "
        + "utan med `authledger restore --new-key`.")
    guard keys.hasSeed else {
      let state = try ledger.guardState()
      if state.isFollower {
        return finding(
          .ok, "There is no seed, as on every follower.",
          "Det finns inget frö, som på varje följare.")
      }
      if state.isBackup {
        return finding(
          .ok, "There is no seed, as in every backup.",
          "Det finns inget frö, som i varje säkerhetskopia.")
      }
      return last == nil
        ? finding(
          .ok, "There is no seed yet; the first publication makes it.",
          "Det finns inget frö än; den första publiceringen skapar det.")
        : finding(
          .error, "The seed that signed is missing, so nothing is signed.",
          "Fröet som signerat saknas, så inget signeras.", bring)
    }
    guard let last else {
      return finding(
        .ok, "The seed is there and signed nothing yet.",
        "Fröet finns och har inte signerat något än.")
    }
    return try keys.haveSigned(last.note, as: origins.root) == true
      ? finding(
        .ok, "The seed is the one that signed the last root.",
        "Fröet är det som signerade den sista roten.")
      : finding(
        .error, "The seed is not the one that signed the last root.",
        "Fröet är inte det som signerade den sista roten.", bring)
  }

  // MARK: Leftovers

  /// Working files of processes that ended before they could remove them.
  private func leftovers() -> [DoctorFinding] {
    [(ledger.directory, ""), (files.keys.path, "keys/")].flatMap { path, prefix in
      let dead = WorkingFile.dead(in: path).map { name in
        Self.leftover(
          prefix + name,
          Text(
            "The next command that writes there removes it, such as "
              + "`authledger checkpoint --state`.",
            "Nästa kommando som skriver där tar bort den, som `authledger checkpoint --state`."))
      }
      // Earlier versions named working files after the process.
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let earlier = names.filter { name in
        name.hasPrefix(".") && !name.hasPrefix(WorkingFile.mark) && !Self.isAtWork(name)
      }
      return dead
        + earlier.sorted().map { name in
          let command = "rm -r \("\(path)/\(name)".asShellWord)"
          return Self.leftover(
            prefix + name, Text("Remove it: `\(command)`.", "Ta bort den: `\(command)`."))
        }
    }
  }

  private static func leftover(_ name: String, _ advice: Text) -> DoctorFinding {
    DoctorFinding(
      .warning, "leftover",
      Text("An interrupted command left \(name).", "Ett avbrutet kommando lämnade \(name)."),
      advice)
  }

  /// True if the process that a working file is named after is running.
  private static func isAtWork(_ name: String) -> Bool {
    let digits = name.drop { $0 != "-" }.drop { !$0.isNumber }.prefix { $0.isNumber }
    guard let process = Int32(digits) else { return false }
    return kill(process, 0) == 0 || errno == EPERM
  }

  /// A WAL far longer than when SQLite empties it, because one reader never ends.
  private func writeAheadLog() -> DoctorFinding? {
    var status = stat()
    guard stat(files.databasePath + "-wal", &status) == 0 else { return nil }
    let megabytes = Int64(status.st_size) >> 20
    guard megabytes >= Self.longLogMegabytes else { return nil }
    return DoctorFinding(
      .warning, "wal",
      Text(
        "ledger.sqlite-wal has \(megabytes) MB, because a reader keeps it from being emptied.",
        "ledger.sqlite-wal har \(megabytes) MB, eftersom en läsare hindrar att den töms."),
      Text(
        "End whatever has read the ledger for long, such as `authledger history` in a pager; the "
          + "next command that writes empties it.",
        "Avsluta det som länge har läst liggaren, som `authledger history` i en sidvisare; nästa "
          + "kommando som skriver tömmer den."))
  }

  /// Four times the size at which SQLite empties the WAL.
  private static let longLogMegabytes: Int64 = 64
}

extension Doctor {
  /// When the first record that no root covers was written; nil if there is none.
  func waitingSince(_ connection: Connection) throws -> Timestamp? {
    let origins = try Origins(connection, files)
    let last = try Publication.last(epoch: origins.epoch, connection)?.position ?? 0
    var since: Timestamp?
    try RecordScan.some(after: last, through: last + 1, allowsGaps: true, connection) { row in
      since = try row.view().recordedTime
      return false
    }
    return since
  }
}
