/** A reader of GIF files as the specification of 1990 has them, for comparison. */
export interface GifFrame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** In hundredths of a second. */
  readonly delay: number;
}

export function decodeGif(file: Uint8Array): { readonly frames: GifFrame[]; readonly repeats: boolean } {
  const bytes = Buffer.from(file);
  if (bytes.toString('latin1', 0, 6) !== 'GIF89a') throw new Error('not a GIF file');
  const frames: GifFrame[] = [];
  let at = 13;
  let repeats = false;
  let delay = 0;
  const colourTable = (flags: number): Buffer => {
    const size = flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
    at += size;
    return bytes.subarray(at - size, at);
  };
  const blocks = (): Buffer => {
    const parts: Buffer[] = [];
    for (;;) {
      const size = bytes[at]!;
      parts.push(bytes.subarray(at + 1, at + 1 + size));
      at += 1 + size;
      if (size === 0) return Buffer.concat(parts);
    }
  };
  const shared = colourTable(bytes[10]!);
  for (;;) {
    const kind = bytes[at]!;
    if (kind === 0x3b) return { frames, repeats };
    if (kind === 0x21) {
      const label = bytes[at + 1];
      if (label === 0xf9) delay = bytes.readUInt16LE(at + 4);
      if (bytes.toString('latin1', at + 3, at + 14) === 'NETSCAPE2.0')
        repeats = bytes.readUInt16LE(at + 16) === 0;
      at += 2;
      blocks();
    } else {
      const [width, height] = [bytes.readUInt16LE(at + 5), bytes.readUInt16LE(at + 7)];
      const flags = bytes[at + 9]!;
      at += 10;
      const own = colourTable(flags);
      const table = own.length > 0 ? own : shared;
      const codeSize = bytes[at]!;
      at += 1;
      const indices = unpack(blocks(), codeSize);
      if (indices.length !== width * height) throw new Error('not as many pixels as the frame has');
      const pixels = Uint8Array.from(
        indices.flatMap((index) => [...table.subarray(index * 3, index * 3 + 3)]),
      );
      frames.push({ width, height, pixels, delay });
    }
  }
}

/** Lempel, Ziv and Welch's compression with codes of growing length (appendix F). */
function unpack(data: Buffer, codeSize: number): number[] {
  const [clear, end] = [2 ** codeSize, 2 ** codeSize + 1];
  const out: number[] = [];
  let words: number[][] = [];
  let length = codeSize + 1;
  let previous: number[] | null = null;
  let bit = 0;
  for (;;) {
    let code = 0;
    for (let k = 0; k < length; k += 1, bit += 1) code |= ((data[bit >> 3]! >> (bit & 7)) & 1) << k;
    if (code === end) return out;
    if (code === clear) {
      words = Array.from({ length: end + 1 }, (_, k) => [k]);
      length = codeSize + 1;
      previous = null;
      continue;
    }
    const word: number[] = words[code] ?? [...previous!, previous![0]!];
    out.push(...word);
    if (previous !== null && words.length < 4096) words.push([...previous, word[0]!]);
    if (words.length === 2 ** length && length < 12) length += 1;
    previous = word;
  }
}
