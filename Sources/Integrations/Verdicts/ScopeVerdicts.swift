extension ProblemInContext {
  /// The grant does not cover what is to be transferred; only a new consent can.
  var scopeTexts: VerdictTexts {
    VerdictTexts(
      holds: Text(
        "The grant lacks a scope that the chosen transfers need, or a register was refused for it.",
        "Auktoriseringen omfattar inte allt som de valda överföringarna behöver, eller så nekades "
          + "åtkomst till ett register därför."),
      title: Text(
        "must be re-authorized to transfer \(registers.english)",
        "behöver auktoriseras på nytt för att överföra \(registers.swedish)"),
      cause: Text(
        "The authorization does not cover \(registers.english).",
        "Auktoriseringen omfattar inte \(registers.swedish)."))
  }
}
