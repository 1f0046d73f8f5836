extension ProblemInContext {
  /// Our stored copy of the grant's credentials is missing or cannot be opened.
  var vaultTexts: VerdictTexts {
    let isMissing = problem.kinds.contains(.credentialsMissing)
    return VerdictTexts(
      holds: Text(
        "A grant stands, and our stored credentials for it are missing or cannot be opened.",
        "En auktorisering gäller, men våra sparade uppgifter för den saknas eller går inte att "
          + "öppna."),
      title: useTitle,
      cause: isMissing
        ? Text(
          "\(product) no longer has its credentials for \(system).",
          "\(product) har inte kvar sina uppgifter för \(system).")
        : Text(
          "\(product) cannot open its stored credentials for \(system).",
          "\(product) kan inte öppna sina sparade uppgifter för \(system)."))
  }
}
