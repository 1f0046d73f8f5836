package import Foundation
import Synchronization

/// A program that runs beside a test.
///
/// Waiting for it blocks no thread, because the threads that tests share are few.
package final class ChildProcess: @unchecked Sendable {  // What changes is in `state`.
  /// What the program reads from standard input.
  package enum Input {
    /// These bytes, and then the end.
    case bytes([UInt8])
    /// What `write` gives it, until `closeInput`.
    case open
  }

  /// How a program ended and what it printed.
  package struct Outcome: Sendable {
    /// The exit code, or the number of the signal that ended it.
    package var code: Int32
    /// True if a signal ended it.
    package var isKilled: Bool
    package var output: String
    package var error: String
  }

  private struct State {
    var hasEnded = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// Held while a program is started: Foundation's `Process.run` has crashed beside itself.
  private static let start = Mutex(())

  private let process = Process()
  private let pipe: Pipe?
  private let folder: TemporaryFolder
  private let state = Mutex(State())

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - environment: All of its environment.
  ///   - log: A file to which both outputs are appended; nil to keep them for the outcome.
  package init(
    _ executable: URL, _ arguments: [String] = [],
    environment: [String: String] = ["PATH": "/usr/bin:/bin"], input: Input = .bytes([]),
    in directory: String? = nil, log: String? = nil
  ) throws {
    folder = try TemporaryFolder()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = environment
    if let directory { process.currentDirectoryURL = URL(filePath: directory) }
    switch input {
    case .bytes(let bytes):
      pipe = nil
      let file = URL(filePath: folder.file("in"))
      try Data(bytes).write(to: file)
      process.standardInput = try FileHandle(forReadingFrom: file)
    case .open:
      pipe = Pipe()
      process.standardInput = pipe
    }
    process.standardOutput = try Self.appending(to: log ?? folder.file("out"))
    process.standardError = try Self.appending(to: log ?? folder.file("err"))
    process.terminationHandler = { [weak self] _ in self?.wake() }
    try Self.start.withLock { _ in try process.run() }
  }

  deinit { if process.isRunning { process.terminate() } }

  private static func appending(to path: String) throws -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private func wake() {
    let waiting = state.withLock { state in
      state.hasEnded = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// Its number among the system's processes.
  package var id: Int32 { process.processIdentifier }

  /// True until the program has ended.
  package var isRunning: Bool { process.isRunning }

  /// What it has printed so far.
  package var output: String { get throws { try text("out") } }

  private func text(_ name: String) throws -> String {
    let data = FileManager.default.contents(atPath: folder.file(name)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  /// Writes to its standard input, which must be open.
  package func write(_ text: String) throws {
    try pipe?.fileHandleForWriting.write(contentsOf: Data(text.utf8))
  }

  /// Ends its standard input.
  package func closeInput() throws { try pipe?.fileHandleForWriting.close() }

  /// Sends it a signal.
  package func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end.
  @discardableResult
  package func ended() async throws -> Outcome {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if !state.hasEnded { state.waiting.append(continuation) }
        return state.hasEnded
      }
      if hasEnded { continuation.resume() }
    }
    return Outcome(
      code: process.terminationStatus, isKilled: process.terminationReason == .uncaughtSignal,
      output: try text("out"), error: try text("err"))
  }

  /// Waits for its end, and ends it with a signal where that does not come in a minute.
  package func endedInTime() async throws -> Outcome {
    for _ in 0..<6000 where isRunning { try await Task.sleep(for: .milliseconds(10)) }
    if isRunning { send(SIGTERM) }
    return try await ended()
  }

  /// Waits until it has printed a whole line, and gives that without the newline.
  package func firstLine() async throws -> String {
    while true {
      let isLast = !isRunning
      if let end = try output.firstIndex(of: "\n") { return String(try output[..<end]) }
      guard !isLast else { throw CocoaError(.fileReadUnknown) }
      try await Task.sleep(for: .milliseconds(5))
    }
  }
}
