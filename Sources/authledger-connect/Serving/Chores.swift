import Connector
import EventLog
import Evidence
import Foundation
import Integrations
import Logging
import ServiceLifecycle
import Vault
import Visits

/// The server's background work: healing, sweeping, refreshing, publishing.
struct Chores: Service {
  let connector: Connector
  let log: Logger

  func run() async throws {
    await withGracefulShutdownHandler {
      await attempt("heal") { _ = try await connector.heal() }
      await withTaskGroup { group in
        group.addTask { await every(15, "sweep") { _ = try await connector.sweep() } }
        group.addTask { await every(60, "publish", publish) }
        group.addTask { await every(600, "refresh") { try await refresh() } }
        group.addTask { await every(600, "ask") { _ = try await connector.askSilent() } }
        group.addTask {
          await every(3600, "forget") {
            try connector.vault.forgetEntries(before: connector.effects.now())
          }
        }
        await group.waitForAll()
      }
    } onGracefulShutdown: {
      connector.endSweeps()
    }
  }

  private func publish() async throws {
    let ledger = connector.ledger
    try await Blocking.run { _ = try ledger.publish() }
  }

  private func refresh() async throws {
    let due = try await connector.refreshDue()
    guard due.refreshed + due.failed > 0 else { return }
    log.info("refreshed", metadata: ["refreshed": "\(due.refreshed)", "failed": "\(due.failed)"])
  }

  private func every(_ seconds: Int, _ name: String, _ work: () async throws -> Void) async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
      } catch {
        return
      }
      await attempt(name, work)
    }
  }

  /// Runs a chore; an error is logged, and the chore runs again at its next time.
  private func attempt(_ name: String, _ work: () async throws -> Void) async {
    do {
      try await work()
    } catch {
      log.error("chore", metadata: ["chore": "\(name)", "error": "\(error)"])
    }
  }
}
