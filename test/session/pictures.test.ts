import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PICTURES } from '../../src/session/index.ts';
import type { Picture } from '../../src/values/index.ts';
import { decodeGif } from './gif.ts';

const runs = process.env.VERIFY ? 1000 : 100;

/** Pictures of few pixels. */
const pictures = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .uint8Array({ minLength: width * height * 3, maxLength: width * height * 3 })
      .map((pixels): Picture => ({ width, height, pixels: Uint8Array.from(pixels) })),
  );

/** The chunks of a PNG file, read as the specification lays them out (section 5). */
function chunks(file: Uint8Array): Map<string, Buffer> {
  const bytes = Buffer.from(file);
  const found = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    found.set(type, bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  return found;
}

/** Undoes the filters of a PNG file of 8-bit RGB (section 9). */
function unfiltered(data: Buffer, { width, height }: Picture): Uint8Array {
  const stride = width * 3;
  const pixels = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = data[y * (stride + 1)]!;
    for (let x = 0; x < stride; x += 1) {
      const left = x < 3 ? 0 : pixels[y * stride + x - 3]!;
      const above = y === 0 ? 0 : pixels[(y - 1) * stride + x]!;
      const corner = x < 3 || y === 0 ? 0 : pixels[(y - 1) * stride + x - 3]!;
      const distances = [left, above, corner].map((near) => Math.abs(left + above - corner - near));
      const paeth = [left, above, corner][distances.indexOf(Math.min(...distances))]!;
      const guess = [0, left, above, (left + above) >> 1, paeth][filter]!;
      pixels[y * stride + x] = data[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return pixels;
}

/** A PNG file of the given header and rows, with filters, made by hand. */
function pngOf(header: number[], rows: number[], ...others: [string, number[]][]): Uint8Array {
  const all: [string, Uint8Array][] = [
    ['IHDR', Uint8Array.from(header)],
    ...others.map(([type, data]): [string, Uint8Array] => [type, Uint8Array.from(data)]),
    ['IDAT', deflateSync(Uint8Array.from(rows))],
    ['IEND', new Uint8Array(0)],
  ];
  const parts = all.map(([type, data]) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  });
  return Uint8Array.from(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]));
}

/** The checksum of PNG files (annex D), bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

describe('PNG files', () => {
  test('hold the pixels, as Node unpacks them', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        const parts = chunks(PICTURES.encodePng(picture));
        const header = parts.get('IHDR')!;
        expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([picture.width, picture.height]);
        expect([...header.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
        expect(unfiltered(inflateSync(parts.get('IDAT')!), picture)).toEqual(picture.pixels);
      }),
      { numRuns: runs },
    );
  });
  test('are read back', () => {
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(PICTURES.decodePng(PICTURES.encodePng(picture))).toEqual(picture);
      }),
      { numRuns: runs },
    );
  });
  test('are refused with a reason when they are cut short anywhere', () => {
    const file = PICTURES.encodePng({ width: 3, height: 2, pixels: new Uint8Array(18).fill(77) });
    for (let length = 0; length < file.length; length += 1) {
      expect(() => PICTURES.decodePng(file.subarray(0, length))).toThrow(/not a (whole )?PNG file/);
    }
  });
  test('with any byte changed are refused or read, but nothing else happens', () => {
    const file = PICTURES.encodePng({ width: 3, height: 2, pixels: new Uint8Array(18).fill(77) });
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Uint8Array.from(file);
        damaged[at] = damaged[at]! ^ change;
        expect(() => PICTURES.decodePng(damaged)).toThrow(/PNG/);
      }),
      { numRuns: runs },
    );
  });
  test('that claim too many pixels, or unpack to too many bytes, take no memory', () => {
    const file = PICTURES.encodePng({ width: 1000, height: 1000, pixels: new Uint8Array(3_000_000) });
    const huge = Uint8Array.from(file);
    huge.set([0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff], 16);
    expect(() => PICTURES.decodePng(huge)).toThrow(/2147483647 × 2147483647/);
    const bomb = Uint8Array.from(file);
    bomb.set([0, 0, 0, 1, 0, 0, 0, 1], 16);
    expect(() => PICTURES.decodePng(bomb)).toThrow(/more than its header says/);
  });
  test('of other forms are read too', () => {
    const header = (depth: number, colour: number): number[] => [
      0,
      0,
      0,
      3,
      0,
      0,
      0,
      1,
      depth,
      colour,
      0,
      0,
      0,
    ];
    const pixelsOf = (file: Uint8Array): number[] => [...PICTURES.decodePng(file).pixels];
    const grey = [0, 0, 0, 255, 255, 255, 170, 170, 170];
    expect(pixelsOf(pngOf(header(2, 0), [0, 0b00111000]))).toEqual(grey);
    expect(pixelsOf(pngOf(header(8, 0), [0, 0, 255, 170]))).toEqual(grey);
    expect(pixelsOf(pngOf(header(16, 0), [0, 0, 9, 255, 9, 170, 9]))).toEqual(grey);
    expect(pixelsOf(pngOf(header(8, 4), [0, 0, 7, 255, 7, 170, 7]))).toEqual(grey);
    const colours = [1, 2, 3, 4, 5, 6, 1, 2, 3];
    expect(pixelsOf(pngOf(header(8, 6), [0, 1, 2, 3, 0, 4, 5, 6, 99, 1, 2, 3, 255]))).toEqual(colours);
    const palette: [string, number[]] = ['PLTE', [1, 2, 3, 4, 5, 6]];
    expect(pixelsOf(pngOf(header(1, 3), [0, 0b01000000], palette))).toEqual(colours);
  });
  test('that are interlaced are read as their passes say', () => {
    // 3 × 2 pixels: passes 1, 4, 6 and 7 have one, one, one and three of them (section 8.2).
    const file = pngOf([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 1], [0, 1, 0, 3, 0, 2, 0, 4, 5, 6]);
    expect([...PICTURES.decodePng(file).pixels]).toEqual([1, 2, 3, 4, 5, 6].flatMap((x) => [x, x, x]));
  });
  test('that contradict themselves are refused', () => {
    const header = (depth: number, colour: number): number[] => [
      0,
      0,
      0,
      3,
      0,
      0,
      0,
      1,
      depth,
      colour,
      0,
      0,
      0,
    ];
    const read =
      (...args: Parameters<typeof pngOf>) =>
      () =>
        PICTURES.decodePng(pngOf(...args));
    expect(read(header(8, 3), [0, 0, 1, 0])).toThrow(/no palette/);
    expect(read(header(8, 3), [0, 0, 1, 0], ['PLTE', [1, 2, 3]])).toThrow(/not a whole PNG file: .*palette/);
    expect(read(header(8, 5), [0, 0, 1, 0])).toThrow(/colour type 5/);
    expect(read(header(8, 2), [0, 1, 2, 3])).toThrow(/less than its header says/);
    expect(read(header(8, 2), new Array(5000).fill(0))).toThrow(/more than its header says/);
    expect(read(header(3, 0), [0, 1, 2])).toThrow(/not a whole PNG file: .*depth/);
    expect(read(header(8, 0), [9, 1, 2, 3])).toThrow(/not a whole PNG file: .*filter/);
  });
  test('need pixels', () => {
    expect(() => PICTURES.encodePng({ width: 0, height: 2, pixels: new Uint8Array(0) })).toThrow(
      /at least one/,
    );
  });
});

describe('GIF files', () => {
  const file = (picture: Picture): Uint8Array => PICTURES.encodePng(picture);

  test('hold the pixels of their frames, the delay, and the wish to be repeated', () => {
    fc.assert(
      fc.property(pictures, fc.integer({ min: 0, max: 500 }), (picture, delay) => {
        const backwards = { ...picture, pixels: Uint8Array.from([...picture.pixels].reverse()) };
        const gif = decodeGif(PICTURES.encodeGif([file(picture), file(backwards)], delay));
        expect(gif.repeats).toBe(true);
        expect(gif.frames).toEqual([
          { ...picture, delay },
          { ...backwards, delay },
        ]);
      }),
      { numRuns: runs },
    );
  });
  test('have no more than 256 colours in a frame', () => {
    const pixels = Uint8Array.from({ length: 40 * 40 * 3 }, (_, k) => (k * 7919) % 251);
    const [frame] = decodeGif(PICTURES.encodeGif([file({ width: 40, height: 40, pixels })], 1)).frames;
    const colours = new Set(
      Array.from({ length: 1600 }, (_, p) => frame!.pixels.slice(p * 3, p * 3 + 3).join()),
    );
    expect(colours.size).toBeLessThanOrEqual(256);
    const errors = pixels.map((value, k) => Math.abs(value - frame!.pixels[k]!));
    expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(24);
  });
  test('need frames, of one size', () => {
    expect(() => PICTURES.encodeGif([], 1)).toThrow(/at least one frame/);
    const one = file({ width: 1, height: 1, pixels: new Uint8Array(3) });
    const two = file({ width: 2, height: 1, pixels: new Uint8Array(6) });
    expect(() => PICTURES.encodeGif([one, two], 1)).toThrow(/one size/);
    expect(() => PICTURES.encodeGif([one, new Uint8Array(4)], 1)).toThrow(/not a PNG/);
  });
});
