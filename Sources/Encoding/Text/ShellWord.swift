extension String {
  /// The text as one word of a shell (POSIX, section 2.2): as it is, or in single quotes.
  package var asShellWord: String {
    let isPlain = utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
        || "_-./:@%+=,".utf8.contains(byte)
    }
    return isPlain && !isEmpty ? self : "'\(replacing("'", with: #"'\''"#))'"
  }
}
