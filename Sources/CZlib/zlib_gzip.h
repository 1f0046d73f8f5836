// What zlib offers as macros, which Swift does not see.
#include <string.h>
#include <zlib.h>

/// Compresses a buffer as one gzip member (RFC 1952); 0 where `room` is too small or memory ran out.
static inline size_t authledger_gzip(
    const unsigned char *bytes, size_t count, unsigned char *target, size_t room) {
  z_stream stream;
  memset(&stream, 0, sizeof(stream));
  // 15 bits of window, and 16 more for the header and trailer of gzip.
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (unsigned char *)bytes;
  stream.avail_in = (unsigned)count;
  stream.next_out = target;
  stream.avail_out = (unsigned)room;
  int result = deflate(&stream, Z_FINISH);
  size_t written = stream.total_out;
  deflateEnd(&stream);
  return result == Z_STREAM_END ? written : 0;
}
