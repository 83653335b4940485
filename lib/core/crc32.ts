/** CRC-32 as zlib computes it. That of node:zlib is not in every Node 20. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

/** Of bytes, or of a text in UTF-8. */
export function crc32(data: string | Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of typeof data === "string" ? Buffer.from(data) : data)
    crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
