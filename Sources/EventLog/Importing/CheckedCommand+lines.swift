public import Integrations

extension CheckedCommand {
  /// Reads the actions of one company from JSON Lines, each as `import` takes it.
  ///
  /// A line need not name company, provider and actor; a line without a time is of now. Blank lines do
  /// not count.
  ///
  /// - Parameters:
  ///   - lines: The lines.
  ///   - name: What an error calls them.
  ///   - company: Whose actions they are.
  ///   - provider: Which integration a line is of that does not say.
  ///   - actor: Who acted where a line does not say.
  ///   - caller: Who records it.
  /// - Throws: `LedgerError.line`, which names the line.
  public static func reading(
    _ lines: [UInt8], named name: String, of company: Company, with provider: Provider,
    by actor: Actor, recordedBy caller: Actor
  ) throws -> [CheckedCommand] {
    let newline = UInt8(ascii: "\n")
    return try lines.split(separator: newline, omittingEmptySubsequences: false).enumerated()
      .compactMap { index, line in
        guard line.contains(where: { $0 > 0x20 }) else { return nil }
        return try LedgerError.naming(line: Int64(index + 1), of: name) {
          try line.withUnsafeBytes {
            try reading($0, of: company, with: provider, by: actor, recordedBy: caller)
          }
        }
      }
  }

  private static func reading(
    _ line: UnsafeRawBufferPointer, of company: Company, with provider: Provider, by actor: Actor,
    recordedBy caller: Actor
  ) throws -> CheckedCommand {
    let read = try ImportLine(line, by: actor, of: company, with: provider)
    guard case .action(var command, let action, let named) = read else {
      throw RecordError(
        "it is a record, which `authledger import` takes",
        "den är en post, som `authledger import` tar")
    }
    guard named == company else {
      throw RecordError(
        "it is of \(named), and only \(company) is recorded of",
        "den gäller \(named), och bara \(company) registreras")
    }
    command.recordedBy = command.actor == caller ? nil : caller
    return try CheckedCommand(command, of: action)
  }
}

extension LedgerError {
  /// Runs `body`, whose errors are of one line.
  static func naming<Result>(
    line: Int64, of file: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as RecordError {
      throw LedgerError.line(
        file: file, line: line,
        what: Text(
          "The line cannot be taken: \(error.clause.english).",
          "Raden kan inte tas emot: \(error.clause.swedish)."))
    } catch let error as LedgerError {
      throw LedgerError.line(file: file, line: line, what: error.text)
    }
  }
}
