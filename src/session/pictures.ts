/** Picture files, in plain JavaScript: they work wherever a session does. */
import { convertIndexedToRgb, type DecodedPng, decode, encode } from 'fast-png';
import { Unzlib } from 'fflate';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Picture, Pictures } from '../values/index.ts';

/** The most pixels that a picture file may claim: what a 16,384 × 8,192 display would show. */
const MOST_PIXELS = 1 << 27;

export const PICTURES: Pictures = { encodePng, decodePng, encodeGif };

/** A PNG file of 8-bit RGB. Throws where the pixels are not as many as the dimensions say, or none. */
function encodePng({ width, height, pixels }: Picture): Uint8Array {
  if (width === 0 || height === 0) throw new Error('a PNG picture has at least one pixel');
  if (pixels.length !== width * height * 3)
    throw new Error(`a picture of ${width} × ${height} pixels is not made of ${pixels.length} bytes`);
  return encode({ width, height, data: pixels, channels: 3, depth: 8 });
}

// ------------------------------------------------------------------------------------------------- reading PNG files

/**
 * The picture in a PNG file of any form, without its transparency. Throws with the reason where the file is not a
 * PNG, is cut short, fails a checksum, or would unpack to more than its header says.
 */
function decodePng(file: Uint8Array): Picture {
  const header = checkSize(file);
  try {
    const png = decode(file, { checkCrc: true });
    if (header.colourType === PALETTE && png.palette === undefined) throw new Error('it has no palette');
    return { width: png.width, height: png.height, pixels: rgb(png) };
  } catch (error) {
    throw new Error(`not a whole PNG file: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message} ${error.cause.message}` : error.message;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Samples in a pixel, by colour type (PNG specification, 11.2.1). */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const PALETTE = 3;
/** The passes of interlaced pictures: where the first pixel is and how far the next ones are, across and down (8.2). */
const PASSES: readonly (readonly [number, number, number, number])[] = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
];
/** Chunk types, as numbers. */
const IDAT = 0x49444154;
const IEND = 0x49454e44;
const CUT_SHORT = 'not a whole PNG file: the file is cut short';
/** How much compressed data is unpacked at a time, so that little is unpacked beyond a limit. */
const PIECE = 4096;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly colourType: number;
  /** Bits of a pixel. */
  readonly bits: number;
  readonly isInterlaced: boolean;
}

function headerOf(view: DataView): Header {
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  if (width === 0 || height === 0 || width * height > MOST_PIXELS)
    throw new Error(`a PNG file of ${width} × ${height} pixels cannot be read`);
  const colourType = view.getUint8(25);
  const samples = SAMPLES[colourType];
  if (samples === undefined) throw new Error(`a PNG file of colour type ${colourType} cannot be read`);
  return {
    width,
    height,
    colourType,
    bits: view.getUint8(24) * samples,
    isInterlaced: view.getUint8(28) === 1,
  };
}

/** How many bytes the rows of a picture have together, each with a byte for its filter. */
function unpackedSize({ width, height, bits, isInterlaced }: Header): number {
  const size = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * bits) / 8));
  if (!isInterlaced) return size(width, height);
  return PASSES.reduce(
    (sum, [x, across, y, down]) =>
      sum + size(Math.max(0, Math.ceil((width - x) / across)), Math.max(0, Math.ceil((height - y) / down))),
    0,
  );
}

/** Compares what a PNG file would unpack to with what its header says, before memory is taken for it. */
function checkSize(file: Uint8Array): Header {
  if (file.length < 8 || SIGNATURE.some((byte, k) => file[k] !== byte)) throw new Error('not a PNG file');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 33) throw new Error(CUT_SHORT);
  const header = headerOf(view);
  let room = unpackedSize(header);
  const inflator = new Unzlib((unpacked) => {
    room -= unpacked.length;
    if (room < 0) throw new Error('the PNG file unpacks to more than its header says');
  });
  let type = 0;
  let isDamaged = false;
  for (let at = 8; type !== IEND; ) {
    if (at + 12 > file.length) throw new Error(CUT_SHORT);
    type = view.getUint32(at + 4);
    const end = at + 8 + view.getUint32(at);
    if (end + 4 > file.length) throw new Error(CUT_SHORT);
    for (let from = at + 8; type === IDAT && from < end; from += PIECE) {
      const piece = file.subarray(from, Math.min(from + PIECE, end));
      isDamaged ||= !push(inflator, piece, () => room < 0);
    }
    at = end + 4;
  }
  if (room > 0 && !isDamaged) throw new Error('the PNG file unpacks to less than its header says');
  return header;
}

/** Whether a piece could be unpacked. Damage is for the decoder to report; only running over the limit ends the check. */
function push(inflator: Unzlib, piece: Uint8Array, isOver: () => boolean): boolean {
  try {
    inflator.push(piece);
    return true;
  } catch (error) {
    if (isOver()) throw error;
    return false;
  }
}

/** 8-bit RGB of whatever a PNG file held. */
function rgb(png: DecodedPng): Uint8Array {
  const count = png.width * png.height;
  const { data, channels, shift } = samples(png);
  const pixels = new Uint8Array(count * 3);
  const isGrey = channels < 3;
  for (let p = 0; p < count; p += 1) {
    for (let c = 0; c < 3; c += 1) {
      pixels[p * 3 + c] = data[p * channels + (isGrey ? 0 : c)]! >> shift;
    }
  }
  return pixels;
}

interface Samples {
  readonly data: ArrayLike<number>;
  readonly channels: number;
  /** How far a sample is shifted to become a byte. */
  readonly shift: number;
}

function samples(png: DecodedPng): Samples {
  const { channels, depth } = png;
  if (png.palette !== undefined)
    return { data: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3, shift: 0 };
  if (depth === 16) return { data: png.data, channels, shift: 8 };
  if (depth === 8) return { data: png.data, channels, shift: 0 };
  return { data: unpacked(png), channels, shift: 0 };
}

/** Grey samples of 1, 2 or 4 bits, packed into bytes row by row, as bytes. */
function unpacked({ width, height, depth, data }: DecodedPng): Uint8Array {
  const stride = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  const bytes = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const bit = x * depth;
      const sample = (data[y * stride + (bit >> 3)]! >> (8 - depth - (bit & 7))) & most;
      bytes[y * width + x] = (sample * 255) / most;
    }
  }
  return bytes;
}

// ---------------------------------------------------------------------------------------------------------- GIF files

/** Throws where there is no frame, where a frame is not a PNG file, or where frames differ in size. */
function encodeGif(frames: readonly Uint8Array[], delay: number): Uint8Array {
  const pictures = frames.map(decodePng);
  const [first] = pictures;
  if (first === undefined) throw new Error('an animation has at least one frame');
  if (pictures.some(({ width, height }) => width !== first.width || height !== first.height))
    throw new Error('the frames of an animation have one size');
  const encoder = GIFEncoder();
  for (const picture of pictures) {
    const { palette, index } = fewColours(picture);
    encoder.writeFrame(index, picture.width, picture.height, { palette, delay: delay * 10, repeat: 0 });
  }
  encoder.finish();
  return encoder.bytes();
}

interface Indexed {
  readonly palette: readonly (readonly number[])[];
  readonly index: Uint8Array;
}

/** A picture in at most 256 colours: its own if it has no more, otherwise the nearest of a palette made for it. */
function fewColours({ pixels }: Picture): Indexed {
  const count = pixels.length / 3;
  const index = new Uint8Array(count);
  const numbers = new Map<number, number>();
  for (let p = 0; p < count; p += 1) {
    const colour = (pixels[p * 3]! << 16) | (pixels[p * 3 + 1]! << 8) | pixels[p * 3 + 2]!;
    const number = numbers.get(colour) ?? numbers.size;
    if (number === 256) return quantized(pixels);
    numbers.set(colour, number);
    index[p] = number;
  }
  const palette = [...numbers.keys()].map((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
  return { palette, index };
}

function quantized(pixels: Uint8Array): Indexed {
  const rgba = new Uint8Array((pixels.length / 3) * 4).fill(255);
  for (let p = 0; p * 3 < pixels.length; p += 1) rgba.set(pixels.subarray(p * 3, p * 3 + 3), p * 4);
  const palette = quantize(rgba, 256);
  return { palette, index: applyPalette(rgba, palette) };
}
