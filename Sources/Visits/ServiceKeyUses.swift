import Dispatch
public import Integrations
import Synchronization
public import Vault

/// Stores on which day keys were used last.
///
/// It is for people who look whether an old key can go, so it never holds up a request: the day is
/// stored on a thread of its own, once a day and key, and where the vault is busy, at a later use.
public final class ServiceKeyUses: Sendable {
  private let vault: Vault
  private let queue = DispatchQueue(label: "authledger.service-key-uses", qos: .utility)
  /// When storing the use of a key may be tried again.
  private let tries = Mutex<[ServiceKeyID: Timestamp]>([:])

  /// How long storing is left alone after it was tried.
  private static let retrySeconds: Int64 = 60

  /// Stores the uses of the keys in a vault.
  public init(_ vault: Vault) { self.vault = vault }

  /// Notes that a key was used now; returns at once.
  public func mark(_ key: ServiceKey, at now: Timestamp) {
    let day = ServiceKey.day(now)
    guard key.lastUsed != day, mayTry(key.id, at: now) else { return }
    queue.async { [vault] in
      // A use that is not stored is stored at a later one.
      _ = try? vault.markUsed(key.id, on: day)
    }
  }

  /// Waits until everything that was noted is stored, or was found not to be storable.
  package func drain() { queue.sync {} }

  private func mayTry(_ key: ServiceKeyID, at now: Timestamp) -> Bool {
    tries.withLock { tries in
      if let next = tries[key], now < next, now >= next.adding(seconds: -Self.retrySeconds) {
        return false
      }
      tries[key] = now.adding(seconds: Self.retrySeconds)
      return true
    }
  }
}
