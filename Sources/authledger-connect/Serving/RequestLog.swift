import Encoding
import Foundation
import Logging

/// Logs to standard error: one JSON object a line, without secrets.
struct RequestLog: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info

  static func logger(isQuiet: Bool) -> Logger {
    var logger = Logger(label: "authledger-connect") { _ in RequestLog() }
    logger.logLevel = isQuiet ? .warning : .info
    return logger
  }

  /// A logger for libraries, whose lines below errors are not wanted.
  static func errors(_ label: String) -> Logger {
    var logger = Logger(label: label) { _ in RequestLog() }
    logger.logLevel = .error
    return logger
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var parts = ["\"time\":\(Self.quote(Self.now()))", "\"level\":\(Self.quote("\(event.level)"))"]
    parts.append("\"event\":\(Self.quote("\(event.message)"))")
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (name, value) in all.sorted(by: { $0.key < $1.key }) {
      parts.append("\(Self.quote(name)):\(Self.quote("\(value)"))")
    }
    FileHandle.standardError.write(Data(("{" + parts.joined(separator: ",") + "}\n").utf8))
  }

  private static func now() -> String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let millisecond = String(1000 + time.tv_nsec / 1_000_000).dropFirst()
    return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T"
      + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).\(millisecond)Z"
  }

  /// A JSON string without control characters, which a terminal would obey.
  private static func quote(_ text: String) -> String {
    var plain = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      plain.append(scalar.properties.generalCategory == .control ? "\u{fffd}" : scalar)
    }
    var quoted: [UInt8] = []
    JSONText.append(String(plain), to: &quoted)
    return String(decoding: quoted, as: UTF8.self)
  }
}
