import CommandKit
import Encoding
import Integrations
import Testing

/// Printed commands repeat what they need to run.
@Suite struct CommandHintTests {
  @Test("a command repeats the ledger and the language that were given, quoted for the shell")
  func repeated() {
    let hint = CommandHint(
      of: ["status", "--ledger", "/tmp/my ledger", "--language=sv", "--at", "#41"])
    #expect(
      hint("authledger log acme") == "authledger log acme --ledger '/tmp/my ledger' --language sv")
    #expect(
      hint("authledger log acme", isQuestion: true)
        == "authledger log acme --ledger '/tmp/my ledger' --language sv --at '#41'")
  }

  @Test("an option is not taken for another that begins alike")
  func alike() {
    let hint = CommandHint(of: ["--at", "#41"])
    #expect(
      hint("authledger history acme --attempt x", isQuestion: true)
        == "authledger history acme --attempt x --at '#41'")
  }

  @Test("a ledger of the environment is named too, and the default is not")
  func environment() {
    #expect(CommandHint(of: [], home: "/x")("authledger log a") == "authledger log a --ledger /x")
    #expect(CommandHint(of: [])("authledger log a") == "authledger log a")
    let both = CommandHint(of: ["--ledger", "y"], home: "/x")
    #expect(both("authledger log a") == "authledger log a --ledger y")
  }

  @Test("what a command says already is not said again, and help is the same for every ledger")
  func once() {
    let hint = CommandHint(of: ["--ledger", "x", "--", "--language", "sv"])
    #expect(hint("authledger verify --ledger y") == "authledger verify --ledger y")
    #expect(hint("authledger help verdict GRANT_DEAD") == "authledger help verdict GRANT_DEAD")
    let swedish = CommandHint(of: ["--ledger", "x", "--language", "sv"])
    #expect(swedish("authledger help why") == "authledger help why --language sv")
  }

  @Test("in a sentence, the commands in backquotes are completed and nothing else")
  func sentence() {
    let hint = CommandHint(of: ["--ledger", "x"])
    #expect(
      hint.completing("Run `authledger verify`; `chmod 600` it, authledger.")
        == "Run `authledger verify --ledger x`; `chmod 600` it, authledger.")
    #expect(
      hint.completing("See `authledger-connect visits`")
        == "See `authledger-connect visits --ledger x`")
    #expect(hint.completing("").isEmpty)
  }

  @Test(
    "a word is quoted where a shell would read something else",
    arguments: [
      ("/var/lib/x-1_2.3", "/var/lib/x-1_2.3"), ("a b", "'a b'"), ("", "''"), ("#41", "'#41'"),
      ("it's", #"'it'\''s'"#), ("$HOME", "'$HOME'"), ("å", "'å'"), ("a\nb", "'a\nb'"),
    ])
  func words(word: String, quoted: String) { #expect(word.asShellWord == quoted) }
}
