import CommandKit
import Encoding
import Integrations

extension CommandError {
  /// Runs file operations; an error of the file system ends the command.
  static func ofFiles<Result>(
    _ body: @autoclosure () throws(FileError) -> Result
  ) throws(CommandError) -> Result {
    do {
      return try body()
    } catch {
      throw CommandError(
        .io, "\(error.path) cannot be used: \(error.what).",
        "\(error.path) kan inte användas: \(error.swedish).")
    }
  }
}
