extension ProblemInContext {
  /// The provider said something that is not known here; its words are in the records.
  var unrecognisedTexts: VerdictTexts {
    let isOfRegisters = problem.kinds.contains(.registerUnknown)
    // The record says that a register is refused and quotes no words.
    let isSilent = isOfRegisters && problem.isTouched
    let cause =
      isSilent
      ? Text(
        "\(system) refused \(registers.english), and no record says why.",
        "\(system) nekade åtkomst till \(registers.swedish), och det är inte registrerat varför.")
      : isOfRegisters
        ? Text(
          "\(system) gave an answer about \(registers.english) that is not known here.",
          "\(system) gav ett svar om \(registers.swedish) som inte är känt här.")
        : Text(
          "\(system) gave an answer that is not known here.",
          "\(system) gav ett svar som inte är känt här.")
    return VerdictTexts(
      holds: Text(
        "The provider said something that is not known; its words are kept.",
        "Leverantören sade något som inte är känt; orden finns kvar."),
      title: isOfRegisters
        ? Text(
          "cannot transfer \(registers.english)", "kan inte överföra \(registers.swedish)")
        : hasLivingGrant && !problem.isOfAttempt ? useTitle : attemptTitle,
      cause: cause, fixer: isSilent ? nil : .support,
      unknown: [
        isSilent
          ? Text(
            "Whether a right, a scope or a licence is missing.",
            "Om det är en behörighet eller en licens som saknas, eller om auktoriseringen är för snäv."
          )
          : Text("What the answer means.", "Vad svaret betyder.")
      ], fixes: isSilent ? [] : [steps.readProvidersWords], retry: isSilent ? .no : .yes)
  }
}
