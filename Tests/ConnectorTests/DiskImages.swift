import Foundation
import Integrations
import Synchronization
import TestSupport

/// Copies of a ledger's directory, one for each state in which the disk and the provider were.
final class DiskImages: Sendable {
  struct Image: Sendable {
    let directory: String
    let time: Timestamp
    /// The consents that had ended at Fiken.
    let ended: Set<Int>
  }

  private struct State {
    var isOn = false
    var images: [Image] = []
    var last: [Data] = []
    var lastEnded: Set<Int> = []
  }

  private let source: String
  private let fiken: FakeFiken
  private let folder: TemporaryFolder
  private let state = Mutex(State())

  init(of source: String, _ fiken: FakeFiken, in folder: TemporaryFolder) {
    self.source = source
    self.fiken = fiken
    self.folder = folder
  }

  var all: [Image] { state.withLock { $0.images } }

  /// Copies are made from now on.
  func begin() { state.withLock { $0.isOn = true } }

  /// Copies the directory unless everything is as it was.
  ///
  /// The index of a write-ahead log is left out: it is in memory, and lost with the process.
  func take(at time: Timestamp) {
    state.withLock { state in
      guard state.isOn else { return }
      let files = FileManager.default
      let names = ["ledger.sqlite", "ledger.sqlite-wal", "vault.sqlite", "vault.sqlite-wal"]
      let bytes = names.map { files.contents(atPath: "\(source)/\($0)") ?? Data() }
      let ended = fiken.ended
      guard bytes != state.last || ended != state.lastEnded else { return }
      state.last = bytes
      state.lastEnded = ended
      let directory = folder.file("image-\(state.images.count)")
      do {
        try files.copyItem(atPath: source, toPath: directory)
        for name in ["ledger", "vault", "people"] {
          try? files.removeItem(atPath: "\(directory)/\(name).sqlite-shm")
        }
        state.images.append(Image(directory: directory, time: time, ended: ended))
      } catch {
        preconditionFailure("the directory cannot be copied: \(error)")
      }
    }
  }
}
