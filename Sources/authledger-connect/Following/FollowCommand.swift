import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations
import Transparency

/// Takes the records of another ledger into a copy.
struct FollowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "follow",
    abstract: "Follow another ledger: copy its records from its feed, and hold each to its key.",
    discussion: """
      Examples:
        authledger-connect follow https://ledger.example.com --ledger copy \\
          --key 'ledger.example.com/root/1+6ccaebac+AdzA9MwKCWhGDi8N2ydjXCGL9AQIYA7Q91FvuS7lKsOw' \\
          --access-key-file /etc/authledger/access-key
        authledger-connect follow https://ledger.example.com --ledger copy --once

      The key is what `authledger checkpoint --keys` prints at the leader, all its lines, and comes from whoever runs it \
      and not over the same network. The access key is made there with `authledger-connect keys create \
      --name follower --scopes records:read`; it comes from --access-key-file, else from \
      AUTHLEDGER_ACCESS_KEY. The first time the directory is made; it is a follower then, and its key and \
      address are in keys/leader.

      Every record, every company's tree, the order of all records and every signature is compared. If the \
      leader forked, was cut, or signed something else, this ends with code 1 and says at which record; \
      nothing of that batch is kept. What is here can be asked like any ledger, and is neither recorded in \
      nor signed. `authledger doctor` tells how far it is behind; `authledger promote` makes it the leader.

      It goes on for ever, also when the leader is away for a while; with --once it ends when everything is \
      here.
      """)

  @Argument(help: ArgumentHelp("The leader's address.", valueName: "url"))
  var url: String
  @Option(
    help: ArgumentHelp(
      "The public keys of the leader's root, a line each; needed the first time, and after it was restored.",
      valueName: "vkey"))
  var key: String?
  @Option(
    help: ArgumentHelp("A file of mode 0600 with the access key.", valueName: "file"),
    completion: .file())
  var accessKeyFile: String?
  @Flag(help: "End when everything that the leader has is here.")
  var once = false
  @Option(
    help: ArgumentHelp(
      "For tests: the first wait after a failure.", valueName: "milliseconds", visibility: .hidden))
  var retryTime: Int64 = 1000
  @Option(
    help: ArgumentHelp(
      "For tests: what an answer may take beyond its wait.", valueName: "milliseconds",
      visibility: .hidden))
  var answerMilliseconds: Int64?
  @Option(
    help: ArgumentHelp(
      "For tests: how many records are taken at once.", valueName: "n", visibility: .hidden))
  var pageSize = LeaderFeed.pageSize
  @OptionGroup private var common: LedgerOptions

  /// The longest wait between two attempts.
  private static let longestWait: Int64 = 60_000
  /// How often --once tries.
  private static let attempts = 5

  func run() async throws {
    let address = try LeaderAddress(url)
    let access = try AccessKey(file: accessKeyFile, environment: PlaceOptions.environment)
    let progress = ProgressLine("Copying")
    let ledger = try Ledger.following(
      address.text, keys: try verifierKeys(), in: common.path, progress: progress.report)
    let feed = LeaderFeed(
      address, key: access, answerMilliseconds: answerMilliseconds,
      pageSize: max(1, min(pageSize, LeaderFeed.pageSize)))
    say(
      "Following \(address.text) into \(common.path).",
      "Följer \(address.text) till \(common.path).")
    do {
      try await follow(feed, ledger, progress)
    } catch {
      progress.clear()
      if let error = error as? FollowError, error.isFinding {
        try? ledger.keepLook(head: nil, stopped: error)
      }
      await feed.shutdown()
      try? ledger.close()
      throw error
    }
    await feed.shutdown()
    try ledger.close()
  }

  private func verifierKeys() throws -> [VerifierKey] {
    do throws(NoteError) {
      return try (key ?? "").split(separator: "\n").map { line throws(NoteError) in
        try VerifierKey(String(line))
      }
    } catch {
      throw CommandError(.usage, error.text)
    }
  }

  private func follow(
    _ feed: LeaderFeed, _ ledger: Ledger, _ progress: ProgressLine
  ) async throws {
    var failures = 0
    var wasLevel = false
    while true {
      do {
        var session = try FollowSession(feed, ledger, progress: progress.report)
        try await session.run(once: once) { position in
          failures = 0
          guard !wasLevel else { return }
          wasLevel = true
          progress.clear()
          tellLevel(position, ledger)
        }
        return
      } catch let error as any ErrorWithText {
        guard Self.mayPass(error) else { throw error }
        failures += 1
        wasLevel = false
        progress.clear()
        guard !once || failures < Self.attempts else { throw error }
        let wait = wait(after: failures, error)
        say(
          "\(error.text.english) Trying again in \(max(1, wait / 1000)) s.",
          "\(error.text.swedish) Försöker igen om \(max(1, wait / 1000)) s.")
        try await Task.sleep(for: .milliseconds(wait))
      }
    }
  }

  /// True if the same may succeed later.
  private static func mayPass(_ error: any ErrorWithText) -> Bool {
    switch error {
    case is LeaderTrouble, LedgerError.io, LedgerError.busy: true
    default: false
    }
  }

  /// The milliseconds to wait: doubled with each failure, up to a minute.
  private func wait(after failures: Int, _ error: any ErrorWithText) -> Int64 {
    let grown = min(Self.longestWait, retryTime << Int64(min(failures - 1, 16)))
    let asked = ((error as? LeaderTrouble)?.retryAfterSeconds ?? 0) * 1000
    return min(Self.longestWait, max(grown, asked))
  }

  private func tellLevel(_ position: Position, _ ledger: Ledger) {
    guard let cursor = try? ledger.lastCursor() else { return }
    say(
      "Everything up to \(position) is here (\(cursor)).",
      "Allt till och med \(position) finns här (\(cursor)).")
  }

  private func say(_ english: String, _ swedish: String) {
    Console.message(CommandHint.ofThisRun.completing(Text(english, swedish)(common.language)))
  }
}
