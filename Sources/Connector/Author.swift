import EventLog
public import Integrations

/// Who does something, and who handed them the link that they came in by.
///
/// Whoever hands out a link can use it, so what is done in a visit by a link of support's or of an
/// operator's says whose link it was.
public struct Author: Hashable, Sendable {
  /// In whose name it is done.
  public var actor: Actor
  /// Who issued the link; nil where there was none.
  public var linkIssuer: Actor?

  /// Somebody who acts.
  public init(_ actor: Actor, linkIssuer: Actor? = nil) {
    self.actor = actor
    self.linkIssuer = linkIssuer
  }

  /// Who else answers for what is done, as records and pages tell; nil where nobody does.
  ///
  /// The host application signs its people in itself, so a link of its own says nothing more.
  public var recordedBy: Actor? {
    guard let linkIssuer, linkIssuer != actor else { return nil }
    return [.support, .operator].contains(linkIssuer.role) ? linkIssuer : nil
  }
}

extension Command {
  /// A wish of somebody's to record this.
  init(_ action: Action, _ provider: Provider, by author: Author, at time: Timestamp? = nil) {
    self.init(
      action, provider: provider, by: author.actor, recordedBy: author.recordedBy, at: time)
  }
}
