import EventLog
public import Integrations

/// The person who does something, and the person who issued the link that they entered by.
///
/// A link can be used by the person who issued it, so records of a visit by a link of support or of an
/// operator name the issuer too.
public struct Author: Hashable, Sendable {
  /// The person in whose name it is done.
  public var actor: Actor
  /// The person who issued the link; nil if there was no link.
  public var linkIssuer: Actor?

  /// An author.
  public init(_ actor: Actor, linkIssuer: Actor? = nil) {
    self.actor = actor
    self.linkIssuer = linkIssuer
  }

  /// The issuer of the link, where records and pages name them; nil if they do not.
  ///
  /// The host application signs its people in itself, so it is not named for its own links.
  public var recordedBy: Actor? {
    guard let linkIssuer, linkIssuer != actor else { return nil }
    return [.support, .operator].contains(linkIssuer.role) ? linkIssuer : nil
  }
}

extension Command {
  /// The command to record an action of an author.
  init(_ action: Action, provider: Provider, by author: Author, at time: Timestamp? = nil) {
    self.init(
      action, provider: provider, by: author.actor, recordedBy: author.recordedBy, at: time)
  }
}
