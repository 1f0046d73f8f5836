/// What is wrong with a note, a key, a checkpoint or a proof.
public enum NoteError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It does not have the form; the sentence says where.
  case malformed(String)
  /// None of the known keys has signed.
  case unverified
  /// A signature of a known key is not over this text; the key's name.
  case wrongSignature(String)

  /// What is wrong, in a sentence.
  public var description: String {
    switch self {
    case .malformed(let what): what
    case .unverified: "None of the keys given has signed the note."
    case .wrongSignature(let name): "The signature of \(name) is not over this text."
    }
  }
}
