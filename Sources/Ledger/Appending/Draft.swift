import Integrations
import Transparency

extension LogWriter {
  /// A record that is decided and encoded, and not yet written.
  struct Draft {
    var content: Record.Content
    var bytes: [UInt8]
    var hash: TreeHash
    var isRequested: Bool
  }
}

extension LogWriter.Draft {
  /// - Parameter isChecked: Whether the action was found fit already.
  init(_ content: Record.Content, isRequested: Bool, isChecked: Bool = false) throws(LedgerError) {
    let bytes = content.encoded()
    guard bytes.count <= RecordView.sizeLimit else {
      throw .unfit(what: "it would be \(bytes.count) bytes and may have \(RecordView.sizeLimit)")
    }
    // What is written must be readable by the one decode path, whatever the caller built.
    if !isChecked {
      do {
        _ = try bytes.withUnsafeBytes { buffer in
          try RecordView.read(buffer)
        }
      } catch {
        throw .unfit(what: "\(error)")
      }
    }
    self.init(
      content: content, bytes: bytes, hash: TreeHash.leaf(bytes), isRequested: isRequested)
  }
}

extension Command {
  /// Refuses an action that no record could hold: before it waits for others, so that it costs them
  /// nothing.
  ///
  /// - Throws: `LedgerError.unfit` or `.secret`.
  package func check() throws(LedgerError) {
    try SecretGuard.check(action)
    var writer = CanonicalWriter()
    writer.data(of: action)
    do {
      try writer.bytes.withUnsafeBytes { data in
        var cursor = CanonicalCursor(data)
        _ = try cursor.action(action.name)
      }
    } catch {
      throw .unfit(what: "\(error)")
    }
  }
}
