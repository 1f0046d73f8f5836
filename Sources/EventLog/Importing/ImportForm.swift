import Integrations

/// What an imported file may look like: one rule for actions and records.
///
/// It is JSON Lines in UTF-8. Ignored are a byte order mark at the beginning, a carriage return
/// before a newline, white space around a line, and blank lines: so a file that went through a
/// Windows editor can be imported, and a record's own bytes stay as they are. Anything else is
/// refused in a sentence that says what it is.
enum ImportForm {
  private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  /// The beginnings of other kinds of files, what each kind is, and what to do.
  private static let foreign: [(beginning: [UInt8], advice: String)] = [
    ([0x1f, 0x8b], "is gzip: gunzip it first"),
    ([0x42, 0x5a, 0x68], "is bzip2: bunzip2 it first"),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "is xz: unxz it first"),
    ([0x28, 0xb5, 0x2f, 0xfd], "is zstd: unzstd it first"),
    ([0x50, 0x4b, 0x03, 0x04], "is a ZIP archive: unzip it first"),
    ([0xff, 0xfe, 0x00, 0x00], "is UTF-32: write it as UTF-8, as with iconv -f UTF-32 -t UTF-8"),
    ([0x00, 0x00, 0xfe, 0xff], "is UTF-32: write it as UTF-8, as with iconv -f UTF-32 -t UTF-8"),
    ([0xff, 0xfe], "is UTF-16: write it as UTF-8, as with iconv -f UTF-16 -t UTF-8"),
    ([0xfe, 0xff], "is UTF-16: write it as UTF-8, as with iconv -f UTF-16 -t UTF-8"),
    (Array("SQLite format 3".utf8), "is a database: export from it with authledger history"),
    (
      Array("[".utf8),
      "is a JSON list: write each element on a line of its own, as with jq -c '.[]'"
    ),
  ]

  /// How many bytes `refusal` looks at.
  static let beginningSize = 16

  /// Why a file that begins so is not JSON Lines; nil if it may be.
  static func refusal(_ beginning: some Collection<UInt8>) -> String? {
    let beginning = Array(beginning.prefix(beginningSize))
    if let known = foreign.first(where: { beginning.starts(with: $0.beginning) }) {
      return known.advice
    }
    guard beginning.contains(0) else { return nil }
    // Every second byte of ASCII in UTF-16 is zero.
    return beginning.count > 1 && (beginning[0] == 0) != (beginning[1] == 0)
      ? "is UTF-16: write it as UTF-8, as with iconv -f UTF-16LE -t UTF-8"
      : "is binary data, not JSON Lines"
  }

  /// A line without the white space around it; nil if it is blank.
  ///
  /// - Parameter isFirst: True for the first line, which may begin with a byte order mark.
  static func content(
    of line: UnsafeRawBufferPointer, isFirst: Bool
  ) -> UnsafeRawBufferPointer? {
    var rest = line[...]
    if isFirst, rest.starts(with: byteOrderMark) { rest = rest.dropFirst(byteOrderMark.count) }
    while let byte = rest.first, isSpace(byte) { rest = rest.dropFirst() }
    while let byte = rest.last, isSpace(byte) { rest = rest.dropLast() }
    return rest.isEmpty ? nil : UnsafeRawBufferPointer(rebasing: rest)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0d
  }
}
