/// The product whose customers connect, as texts name it.
public struct HostProduct: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// The name of its support.
  public var support: Text
  /// The name of those who run it.
  public var operations: Text

  /// A product by its names.
  public init(name: String, support: Text, operations: Text) {
    self.name = name
    self.support = support
    self.operations = operations
  }

  /// Moment, time tracking, the product that this ledger was first made for.
  public static let moment = HostProduct(
    name: "Moment", support: Text("Moment support", "Moments support"),
    operations: Text("Moment operations", "Moments driftpersonal"))
}

/// The names that texts about an integration use.
public struct Names: Hashable, Sendable {
  /// The provider.
  public var provider: Provider
  /// The host product.
  public var product: HostProduct

  /// The names of an integration.
  public init(_ provider: Provider, _ product: HostProduct = .moment) {
    self.provider = provider
    self.product = product
  }

  /// Where people log in, and where rights and licences are.
  var system: String { provider.system }
  /// What our integration is called there.
  var title: String { provider.title }
}
