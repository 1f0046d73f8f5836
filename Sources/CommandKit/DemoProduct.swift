/// The host product of the ledgers that demo and sandbox make.
package enum DemoProduct {
  /// Its name.
  package static let name = "Moment"
  /// The address of its support, which nobody reads.
  package static let supportEmail = "support@moment.example"
}
