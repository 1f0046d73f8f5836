import Foundation
import Synchronization

/// The working files of this process, which a terminating signal removes.
package enum WorkingFiles {
  private struct Registered {
    var paths: Set<String> = []
    var removesOnSignals = false
    var isWatching = false
  }

  private static let registered = Mutex(Registered())

  /// Makes this process remove its working files on a terminating signal and then end by that
  /// signal.
  ///
  /// Handlers are installed with the first working file, because most commands make none.
  package static func removeOnSignals() { registered.withLock { $0.removesOnSignals = true } }

  static func add(_ path: String) {
    registered.withLock { registered in
      registered.paths.insert(path)
      guard registered.removesOnSignals, !registered.isWatching else { return }
      registered.isWatching = true
      watch()
    }
  }

  static func forget(_ path: String) { _ = registered.withLock { $0.paths.remove(path) } }

  /// Runs `body`, which removes or renames a working file, and holds back the signal handler
  /// meanwhile.
  static func settle(_ path: String, _ body: () -> Int32) -> Int32 {
    registered.withLock { registered in
      let code = body()
      if code == 0 { registered.paths.remove(path) }
      return code
    }
  }

  /// The signals that terminate a program.
  private static let endings = [SIGINT, SIGTERM, SIGHUP]

  /// A signal handler may do next to nothing (signal-safety(7)), so it wakes a thread.
  private static func watch() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signalPipe = ends[1]
    let input = ends[0]
    Thread.detachNewThread {
      // The parent process may have blocked them.
      var signals = sigset_t()
      sigemptyset(&signals)
      for number in endings { sigaddset(&signals, number) }
      pthread_sigmask(SIG_UNBLOCK, &signals, nil)
      var number: UInt8 = 0
      while read(input, &number, 1) != 1 {}
      removeAll(endingWith: Int32(number))
    }
    for number in endings {
      var action = sigaction()
      // The parent process may have asked to ignore it, as nohup does.
      guard sigaction(number, nil, &action) == 0, !action.isIgnored else { continue }
      action = sigaction()
      action.__sigaction_handler.sa_handler = { number in
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(signalPipe, &byte, 1)
      }
      action.sa_flags = SA_RESTART
      sigaction(number, &action, nil)
    }
  }

  /// Removes all files and ends the process, holding the lock so that no other file is made.
  private static func removeAll(endingWith number: Int32) {
    registered.withLock { registered in
      for path in registered.paths { WorkingFile.delete(path) }
      signal(number, SIG_DFL)
      kill(getpid(), number)
      while true { pause() }
    }
  }
}

/// The pipe to which a handler writes its signal's number; set once, before any handler is
/// installed.
nonisolated(unsafe) private var signalPipe: Int32 = -1

extension sigaction {
  fileprivate var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
