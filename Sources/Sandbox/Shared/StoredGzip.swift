/// The format of gzip (RFC 1952) without compression.
enum StoredGzip {
  /// One member with one stored block (RFC 1951 section 3.2.4): at most 65,535 bytes.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let bytes = Array(bytes.prefix(Int(UInt16.max)))
    let length = UInt16(bytes.count)
    var member: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff, 1]
    member += little(length)
    member += little(~length)
    member += bytes
    member += little(check(bytes))
    return member + little(UInt32(length))
  }

  /// CRC-32, bit by bit.
  private static func check(_ bytes: [UInt8]) -> UInt32 {
    var check = UInt32.max
    for byte in bytes {
      check ^= UInt32(byte)
      for _ in 0..<8 {
        let isOdd = check & 1 == 1
        check >>= 1
        if isOdd { check ^= 0xedb8_8320 }
      }
    }
    return ~check
  }

  private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
