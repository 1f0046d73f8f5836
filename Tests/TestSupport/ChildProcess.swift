import CSpawn
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
    /// What `waitpid` gave; nil until the program has ended.
    var status: Int32?
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  /// Its number among the system's processes.
  package let id: Int32
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
    let standardInput: FileHandle
    switch input {
    case .bytes(let bytes):
      pipe = nil
      let file = URL(filePath: folder.file("in"))
      try Data(bytes).write(to: file)
      standardInput = try FileHandle(forReadingFrom: file)
    case .open:
      let pipe = Pipe()
      self.pipe = pipe
      standardInput = pipe.fileHandleForReading
    }
    let output = try Self.appending(to: log ?? folder.file("out"))
    let error = try Self.appending(to: log ?? folder.file("err"))
    id = try Self.start(
      [executable.path] + arguments, environment, in: directory,
      files: [standardInput, output, error].map(\.fileDescriptor))
    // The program has its own.
    for handle in [standardInput, output, error] { try handle.close() }
    let id = id
    Thread.detachNewThread { [weak self] in
      var status: Int32 = 0
      while waitpid(id, &status, 0) < 0, errno == EINTR {}
      self?.wake(status)
    }
  }

  deinit { if isRunning { kill(id, SIGTERM) } }

  /// Foundation's `Process.run` has crashed while many tests ran side by side.
  private static func start(
    _ words: [String], _ environment: [String: String], in directory: String?, files: [Int32]
  ) throws -> Int32 {
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var id: Int32 = 0
    let fault = authledger_spawn(&id, &arguments, &variables, directory, files)
    guard fault == 0 else { throw POSIXError(POSIXErrorCode(rawValue: fault) ?? .ENOENT) }
    return id
  }

  private static func appending(to path: String) throws -> FileHandle {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  private func wake(_ status: Int32) {
    let waiting = state.withLock { state in
      state.status = status
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }

  /// True until the program has ended.
  package var isRunning: Bool { state.withLock { $0.status == nil } }

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
  package func send(_ signal: Int32) { if isRunning { kill(id, signal) } }

  /// Waits for its end.
  @discardableResult
  package func ended() async throws -> Outcome {
    await withCheckedContinuation { continuation in
      let hasEnded = state.withLock { state in
        if state.status == nil { state.waiting.append(continuation) }
        return state.status != nil
      }
      if hasEnded { continuation.resume() }
    }
    let status = state.withLock { $0.status ?? 0 }
    // The low seven bits are the signal, and the next byte is the exit code (wait(2)).
    let signal = status & 0x7f
    return Outcome(
      code: signal == 0 ? (status >> 8) & 0xff : signal, isKilled: signal != 0,
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
