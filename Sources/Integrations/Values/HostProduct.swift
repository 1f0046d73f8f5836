/// The product whose customers connect, as texts name it: the display properties of a ledger.
///
/// Whatever is not set is left out of texts, which then speak of "the product".
public struct HostProduct: Hashable, Sendable {
  /// Its name.
  public var name: String?
  /// The name of its support.
  public var supportName: String?
  /// The address of its support.
  public var supportEmail: String?

  /// A product by its names.
  public init(name: String? = nil, supportName: String? = nil, supportEmail: String? = nil) {
    self.name = name
    self.supportName = supportName
    self.supportEmail = supportEmail
  }
}

extension HostProduct {
  /// The product inside a sentence.
  public var title: Text {
    name.map { Text($0, $0) } ?? Text("the product", "produkten")
  }

  /// The product at the beginning of a sentence.
  public var subject: Text {
    name.map { Text($0, $0) } ?? Text("The product", "Produkten")
  }

  /// Its support, as a noun.
  public var support: Text {
    if let supportName { return Text(supportName, supportName) }
    guard let name else { return Text("the product's support", "produktens support") }
    return Text("\(name) support", "\(Self.genitive(name)) support")
  }

  /// Those who run it, as a noun.
  public var operations: Text {
    guard let name else { return Text("those who run the product", "produktens driftpersonal") }
    return Text("\(name) operations", "\(Self.genitive(name)) driftpersonal")
  }

  /// Our app at a provider.
  var integration: Text {
    guard let name else { return Text("the product's integration", "produktens integration") }
    return Text("the integration \(name)", "integrationen \(name)")
  }

  /// It, as what acts by itself.
  var itself: Text {
    Text("itself", name == nil ? "sig själv" : "sig självt")
  }

  /// A Swedish name in the genitive: no s follows one that ends in its sound.
  private static func genitive(_ name: String) -> String {
    guard let last = name.last?.lowercased() else { return name }
    return ["s", "x", "z"].contains(last) ? name : name + "s"
  }
}

/// The names that texts about an integration use.
public struct Names: Hashable, Sendable {
  /// The provider.
  public var provider: Provider
  /// The host product.
  public var product: HostProduct

  /// The names of an integration.
  public init(_ provider: Provider, _ product: HostProduct) {
    self.provider = provider
    self.product = product
  }

  /// What the provider is.
  var profile: ProviderProfile { provider.profile }
  /// The words of its own pages.
  var words: ProviderWords { profile.words }
  /// Where people log in, and where rights and licences are.
  var system: String { profile.system }
  /// What our integration is called there.
  var title: String { profile.title }
}
