// In every runtime, but not in the language's own library.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/**
 * A zip archive of text files without compression, dated 1980-01-01: the same files give the same bytes.
 * @see PKWARE APPNOTE 6.3.10
 */
export function storedZip(files: readonly (readonly [name: string, text: string])[]): Uint8Array {
  const utf8 = new TextEncoder();
  const entries = files.map(([name, text]) => ({ name: utf8.encode(name), data: utf8.encode(text) }));
  const size = entries.reduce((sum, { name, data }) => sum + 76 + 2 * name.length + data.length, 22);
  const archive = new Uint8Array(size);
  const view = new DataView(archive.buffer);
  let at = 0;
  const u16 = (value: number): void => {
    view.setUint16(at, value, true);
    at += 2;
  };
  const u32 = (value: number): void => {
    view.setUint32(at, value, true);
    at += 4;
  };
  const bytes = (some: Uint8Array): void => {
    archive.set(some, at);
    at += some.length;
  };
  /** What the local header and the directory say alike: version 2.0, names in UTF-8, stored, the date. */
  const common = ({ name, data }: (typeof entries)[number], crc: number): void => {
    u16(20);
    u16(0x0800);
    u16(0);
    u16(0);
    u16(33);
    u32(crc);
    u32(data.length);
    u32(data.length);
    u16(name.length);
    u16(0);
  };
  const written = entries.map((entry) => {
    const [offset, crc] = [at, crc32(entry.data)];
    u32(0x0403_4b50);
    common(entry, crc);
    bytes(entry.name);
    bytes(entry.data);
    return { entry, offset, crc };
  });
  const directory = at;
  for (const { entry, offset, crc } of written) {
    u32(0x0201_4b50);
    u16(20);
    common(entry, crc);
    u16(0); // comment
    u16(0); // disk
    u16(0); // attributes, inside and outside
    u32(0);
    u32(offset);
    bytes(entry.name);
  }
  const end = at;
  u32(0x0605_4b50);
  u32(0); // disks
  u16(entries.length);
  u16(entries.length);
  u32(end - directory);
  u32(directory);
  u16(0);
  return archive;
}

function crc32(data: Uint8Array): number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb8_8320 : rest >>> 1;
    return rest;
  });
  let crc = -1;
  for (const byte of data) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
