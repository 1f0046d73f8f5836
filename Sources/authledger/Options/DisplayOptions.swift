import ArgumentParser
import CommandKit
import EventLog
import Integrations

/// The options for how texts name the host product.
struct DisplayOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The product whose customers connect, as texts name it.", valueName: "name"),
    transform: Self.name)
  var product: String?
  @Option(
    help: ArgumentHelp(
      "Its support (default: named after the product).", valueName: "name"),
    transform: Self.name)
  var supportName: String?
  @Option(
    help: ArgumentHelp("Where companies write to.", valueName: "address"), transform: Self.address)
  var supportEmail: String?

  /// What was given; an empty value takes a property back.
  var properties: [Property: String] {
    let given: [(Property, String?)] = [
      (.product, product), (.supportName, supportName), (.supportEmail, supportEmail),
    ]
    return given.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  private static func name(_ text: String) throws -> String {
    guard text.count <= 60, ProviderText.shown(text) == text else {
      throw CommandError(
        .usage,
        "“\(ProviderText.shown(text))” cannot be a name; write at most 60 characters on one line.",
        "”\(ProviderText.shown(text))” kan inte vara ett namn; skriv högst 60 tecken på en "
          + "rad.")
    }
    return text
  }

  private static func address(_ text: String) throws -> String {
    let isFit = text.utf8.allSatisfy { (0x21...0x7e).contains($0) && !"<>\"?&%".utf8.contains($0) }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isAddress = parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    guard text.isEmpty || isFit && isAddress && text.utf8.count <= 254 else {
      throw CommandError(
        .usage,
        "“\(ProviderText.shown(text))” is not an e-mail address; write one such as "
          + "support@example.com.",
        "”\(ProviderText.shown(text))” är inte en e-postadress; skriv en som "
          + "support@example.com.")
    }
    return text
  }
}
