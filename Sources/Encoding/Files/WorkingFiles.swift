import Foundation
import Synchronization

/// The working files of this process, for a program that is asked to end.
package enum WorkingFiles {
  private struct Registered {
    var paths: Set<String> = []
    var removesOnSignals = false
    var isWatching = false
  }

  private static let registered = Mutex(Registered())

  /// Makes this process remove its working files when it is told to end, and then end as it would.
  ///
  /// The signals are looked for only once there is such a file: most commands make none.
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

  /// Removes a working file or gives it its name, while no signal ends the process in between.
  static func settle(_ path: String, _ body: () -> Int32) -> Int32 {
    registered.withLock { registered in
      let code = body()
      if code == 0 { registered.paths.remove(path) }
      return code
    }
  }

  /// The signals that ask a program to end.
  private static let endings = [SIGINT, SIGTERM, SIGHUP]

  /// A signal handler may do next to nothing (signal-safety(7)), so it wakes a thread.
  private static func watch() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    signalPipe = ends[1]
    let input = ends[0]
    Thread.detachNewThread {
      // Whoever started us may have blocked them, as a program does for its own threads.
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
      // Who started us may have wished it ignored, as nohup does.
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

  /// Ends the process while it holds the lock, so that nobody makes another file.
  private static func removeAll(endingWith number: Int32) {
    registered.withLock { registered in
      for path in registered.paths { WorkingFile.delete(path) }
      signal(number, SIG_DFL)
      kill(getpid(), number)
      while true { pause() }
    }
  }
}

/// Where a signal's number is written: set once, before any handler can run.
nonisolated(unsafe) private var signalPipe: Int32 = -1

extension sigaction {
  fileprivate var isIgnored: Bool {
    unsafeBitCast(__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
