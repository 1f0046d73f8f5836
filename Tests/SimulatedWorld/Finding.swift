import Integrations

/// A way or a claim that does not hold, found in one world.
struct Finding: Hashable, Sendable {
  /// What kind of thing it is.
  var kind: FindingKind
  /// What was found, in a line.
  var detail: String
  /// The records that carrying out the ways made.
  var trail: [Recorded] = []
}

/// What can be wrong with an explanation.
public enum FindingKind: String, CaseIterable, Sendable {
  /// A way ran into what the records had shown, and had no step against it.
  case astray
  /// The same way again after its result was recorded.
  case loop
  /// A step that the rules refuse, or for which there is no button.
  case impossible
  /// Nobody acts, no way is printed, and nothing works.
  case stuck
  /// Somebody must act although everything worked at its last answer.
  case actWhileWorks
  /// A step against what nothing shows, or what was good at its last answer.
  case needless
  /// A claim that is false of the world as it was.
  case falseClaim
  /// A certain claim that another world with the same records contradicts.
  case overclaimed
  /// Something the records show, and nothing names.
  case hidden
}
