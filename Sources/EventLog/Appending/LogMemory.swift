import Integrations

/// What one transaction knew of the log at its end.
///
/// The next one on the same connection goes on from it where nobody else wrote in between, which
/// `PRAGMA data_version` tells (https://sqlite.org/pragma.html#pragma_data_version). It saves a
/// third of what an append costs beside the disk.
struct LogMemory {
  /// How many streams are remembered; each takes about a kilobyte and a half.
  static let streamLimit = 1024

  var version: Int64
  var running: Set<Projection>
  var position: Int64
  var latest: Int64
  var nextStream: Int64
  var streams: [Company: LogWriter.OpenStream]
}
