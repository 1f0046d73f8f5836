extension ProblemInContext {
  /// Our stored copy of the grant's credentials is missing or cannot be opened.
  var vaultTexts: VerdictTexts {
    let isMissing = problem.kinds.contains(.credentialsMissing)
    let product = names.product.subject
    return VerdictTexts(
      holds: Text(
        "A grant stands, and our stored credentials for it are missing or cannot be opened.",
        "En auktorisering gäller, men våra sparade uppgifter för den saknas eller går inte att "
          + "öppna."),
      title: useTitle,
      cause: isMissing
        ? Text(
          "\(product.english) no longer has its credentials for \(system).",
          "\(product.swedish) har inte kvar sina uppgifter för \(system).")
        : Text(
          "\(product.english) cannot open its stored credentials for \(system).",
          "\(product.swedish) kan inte öppna sina sparade uppgifter för \(system)."))
  }
}
