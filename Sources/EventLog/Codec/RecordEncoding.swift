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
  func encoded() -> [UInt8] {
    var data = CanonicalWriter()
    switch what {
    case .action(let action, _): data.data(of: action)
    case .bookkeeping(let bookkeeping): data.value(bookkeeping.data)
    }
    return encoded(data: data.bytes)
  }

  /// The record's bytes, made with those of its `data`.
  func encoded(data: [UInt8]) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.raw(#"{"authid":"#)
    writer.actor(actor)
    writer.raw(#","authtype":"#)
    writer.plain(actor.role.authtype)
    writer.raw(#","data":"#)
    writer.raw(data)
    writer.raw(#","id":"#)
    writer.plain(id.description)
    if let recordedBy {
      writer.raw(#","recordedby":"#)
      writer.actor(recordedBy)
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
    writer.raw(#","type":""#)
    switch what {
    case .action(let action, _):
      writer.raw("integration.")
      writer.raw(action.name.rawValue.utf8)
    case .bookkeeping(let bookkeeping):
      writer.raw("ledger.")
      writer.raw(bookkeeping.name.utf8)
    }
    writer.raw(#".v1"}"#)
    return writer.bytes
  }
}

extension CanonicalWriter {
  fileprivate mutating func actor(_ actor: Actor) {
    raw("\"")
    raw(actor.role.rawValue.utf8)
    raw(":")
    raw(actor.id.utf8)
    raw("\"")
  }
}
