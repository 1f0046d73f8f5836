import Integrations
import Transparency

extension LogWriter {
  /// A record that is decided and encoded, and not yet written.
  struct Draft {
    var content: Record.Content
    /// The canonical bytes of an action's `data`; empty for bookkeeping and for what is adopted.
    var data: [UInt8] = []
    var bytes: [UInt8]
    var hash: TreeHash
    /// True for what the caller asked for, false for what the rules added.
    var isRequested: Bool
  }
}

extension LogWriter.Draft {
  /// A record of a checked action.
  ///
  /// - Throws: `LedgerError.unfit` if the record would be too large.
  init(_ content: Record.Content, _ action: CheckedAction, isRequested: Bool) throws(LedgerError) {
    try self.init(
      checking: content, data: action.data, bytes: content.encoded(data: action.data),
      isRequested: isRequested)
  }

  /// One of the ledger's own records, which is decoded once before it is written.
  ///
  /// - Throws: `LedgerError.unfit`.
  init(_ content: Record.Content) throws(LedgerError) {
    let bytes = content.encoded()
    let fault: RecordError? = bytes.withUnsafeBytes { buffer in
      do throws(RecordError) {
        _ = try RecordView.read(buffer)
        return nil
      } catch {
        return error
      }
    }
    if let fault { throw .unfit(what: fault.clause) }
    try self.init(checking: content, data: [], bytes: bytes, isRequested: true)
  }

  private init(
    checking content: Record.Content, data: [UInt8], bytes: [UInt8], isRequested: Bool
  ) throws(LedgerError) {
    guard bytes.count <= RecordView.sizeLimit else {
      throw .unfit(
        what: Text(
          "it would be \(bytes.count) bytes and may have \(RecordView.sizeLimit)",
          "den skulle bli \(bytes.count) byte och får ha \(RecordView.sizeLimit)"))
    }
    self.init(
      content: content, data: data, bytes: bytes, hash: TreeHash.leaf(bytes),
      isRequested: isRequested)
  }
}
