import Integrations

extension Record.Content {
  /// The record's `type`.
  package var type: String {
    switch what {
    case .action(let action, _): "integration.\(action.name.rawValue).v1"
    case .bookkeeping(let bookkeeping): "ledger.\(bookkeeping.name).v1"
    }
  }

  /// The record's bytes: a CloudEvents 1.0 object in RFC 8785 form
  /// (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
  package func encoded() -> [UInt8] {
    var writer = CanonicalWriter()
    writer.raw(#"{"authid":"#)
    writer.plain(actor.description)
    writer.raw(#","authtype":"#)
    writer.plain(actor.role.authtype)
    writer.raw(#","data":"#)
    switch what {
    case .action(let action, _): writer.data(of: action)
    case .bookkeeping(let bookkeeping): writer.value(bookkeeping.data)
    }
    writer.raw(#","id":"#)
    writer.plain(id.description)
    if let recordedBy {
      writer.raw(#","recordedby":"#)
      writer.plain(recordedBy.description)
    }
    writer.raw(#","recordedtime":"#)
    writer.plain(recordedTime.description)
    writer.raw(#","sequence":"#)
    writer.plain(sequence.description)
    writer.raw(#","source":"/companies/"#)
    writer.raw(stream.id.utf8)
    writer.raw(#"","specversion":"1.0""#)
    if case .action(_, let provider) = what {
      writer.raw(#","subject":"#)
      writer.plain(provider.rawValue)
    }
    writer.raw(#","time":"#)
    writer.plain(time.description)
    writer.raw(#","type":"#)
    writer.plain(type)
    writer.raw("}")
    return writer.bytes
  }
}
