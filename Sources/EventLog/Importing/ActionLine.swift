public import Integrations

/// An action as `import` reads it: one JSON object and a newline.
public enum ActionLine {
  /// The provider of a line that names none.
  ///
  /// Lines were written so while there was one provider.
  public static let unnamedProvider = Provider.fortnox

  /// The line of one action.
  public static func encode(
    _ action: Action, company: Company, provider: Provider, actor: Actor, time: Timestamp,
    id: RecordID? = nil
  ) -> [UInt8] {
    var writer = CanonicalWriter()
    writer.raw(#"{"action":"#)
    writer.plain(action.name.rawValue)
    writer.raw(#","actor":"#)
    writer.plain(actor.description)
    writer.raw(#","company":"#)
    writer.plain(company.id)
    writer.raw(#","data":"#)
    writer.data(of: action)
    if let id {
      writer.raw(#","id":"#)
      writer.plain(id.description)
    }
    writer.raw(#","provider":"#)
    writer.plain(provider.rawValue)
    writer.raw(#","time":"#)
    writer.plain(time.description)
    writer.raw("}\n")
    return writer.bytes
  }
}
