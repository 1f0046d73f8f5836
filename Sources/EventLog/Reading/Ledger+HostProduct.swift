public import Integrations

extension Ledger {
  /// The host product, as the ledger's display properties name it.
  public func hostProduct() throws -> HostProduct { try read(Self.hostProduct) }

  static func hostProduct(_ connection: Connection) throws -> HostProduct {
    func shown(_ property: Property) throws -> String? {
      try PropertyTable.value(of: property, connection).map(ProviderText.shown)
    }
    return HostProduct(
      name: try shown(.product), supportName: try shown(.supportName),
      supportEmail: try shown(.supportEmail))
  }

  /// Sets properties that are only displayed; an empty value takes one back.
  ///
  /// Nothing is written if all of them are so already, because a server does this at every start.
  ///
  /// - Precondition: Each is one of `Property.displayed`.
  public func display(_ properties: [Property: String]) throws {
    precondition(Property.displayed.isSuperset(of: properties.keys))
    let isNews = try read { connection in
      try properties.contains { property, value in
        try PropertyTable.value(of: property, connection) ?? "" != value
      }
    }
    guard isNews else { return }
    try write { connection in
      try connection.transaction {
        try PropertyTable.replace(properties, connection)
        return true
      }
    }
  }
}
