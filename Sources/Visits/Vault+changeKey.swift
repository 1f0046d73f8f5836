public import Vault

extension Vault {
  /// Puts a new key in front, seals everything with it and vouches anew for links and visits, or
  /// throws the older keys away.
  ///
  /// One process at a time does so; whoever reads and writes credentials goes on. Where the key of
  /// now is given by the environment, that is the new one, and no other is made.
  ///
  /// - Parameter retiring: Keeps the key of now and throws the older ones away.
  public static func changeKey(
    of directory: String, environment: [String: String] = [:], retiring: Bool = false
  ) throws -> Resealing {
    try changeKey(
      of: directory, environment: environment, retiring: retiring, renewing: EntryRow.renew)
  }
}
