/**
 * Host operations, by name. Arguments and results are plain values; a result is fitted to the form's type: a text to
 * a list of bytes, a missing one to the first alternative of a sum, a truth value to a sum of units or a `w8`, an
 * array to a product.
 */
import type { ExprOf, Type } from '../loops/index.ts';
import type { HostOperation, ScalarValue } from '../primitives/index.ts';
import {
  bytesOf,
  bytesValue,
  decodeUtf8,
  elementAt,
  encodeUtf8,
  type Files,
  type Pictures,
  scalarValue,
  UNIT_VALUE,
  type Value,
} from '../values/index.ts';
import type { Assembler, Leaves } from './assembler.ts';
import { C_LIBRARY } from './c-library.ts';
import { granted } from './capabilities.ts';
import { RuntimeFault } from './fault.ts';
import { type Frame, fault } from './frame.ts';
import { valueReader } from './read-value.ts';
import { writeValue } from './write-value.ts';

/** What an operation gives before it is fitted to its type. */
type Answer = undefined | null | boolean | ScalarValue | Uint8Array | readonly Answer[];

interface Request {
  readonly m: Frame;
  readonly args: readonly Value[];
  readonly type: Type;
  readonly name: string | null;
}

const files = ({ m }: Request): Files => granted(m.host.files, 'file access');
const pictures = ({ m }: Request): Pictures => granted(m.host.pictures, 'picture files');

function bytes({ args }: Request, k: number): Uint8Array {
  return bytesOf(args[k] ?? UNIT_VALUE) ?? new Uint8Array(0);
}

/** The elements of a list of texts. */
function texts({ args }: Request, k: number): readonly Uint8Array[] {
  const list = args[k];
  if (list?.tag !== 'pair' || list.second.tag !== 'table') return [];
  const { size, elements } = list.second;
  return Array.from({ length: size }, (_, i) => bytesOf(elementAt(elements, i)) ?? new Uint8Array(0));
}

const text = (request: Request, k: number): string => decodeUtf8(bytes(request, k));

function scalar({ args }: Request, k: number): ScalarValue {
  const arg = args[k];
  if (arg?.tag === 'scalar') return arg.value;
  return arg?.tag === 'sum' ? arg.alternative : 0;
}

const number = (request: Request, k: number): number => Number(scalar(request, k));

/** The answer of an operation done for its effect. */
function done(_: unknown): undefined {}

const OPERATIONS: Readonly<Record<HostOperation, (request: Request) => Answer>> = {
  print: (r) => done(r.m.output.print(bytes(r, 0))),
  writeOutput: (r) => done(r.m.output.write(bytes(r, 0))),
  readFile: (r) => files(r).read(text(r, 0)),
  writeFile: (r) => done(files(r).write(text(r, 0), bytes(r, 1))),
  appendFile: (r) => done(files(r).append(text(r, 0), bytes(r, 1))),
  hasFile: (r) => files(r).exists(text(r, 0)),
  deleteFile: (r) => done(files(r).remove(text(r, 0))),
  tempFile: (r) => encodeUtf8(files(r).temporary()),
  getEnv: (r) => {
    const value = granted(r.m.host.environment, 'access to the environment')(text(r, 0));
    return value === null ? null : encodeUtf8(value);
  },
  shell: (r) => granted(r.m.host.shell, 'shell')(text(r, 0)),
  randomBytes: (r) => granted(r.m.host.randomBytes, 'random bytes')(number(r, 0)),
  openFile: (r) => files(r).open(text(r, 0), number(r, 1) === 0 ? 'read' : 'write'),
  readHandle: (r) => files(r).readHandle(number(r, 0)),
  writeHandle: (r) => done(files(r).writeHandle(number(r, 0), bytes(r, 1))),
  closeHandle: (r) => done(files(r).close(number(r, 0))),
  encodePng: (r) => {
    const [width, height] = [number(r, 0), number(r, 1)];
    return pictures(r).encodePng({ width, height, pixels: bytes(r, 2) });
  },
  decodePng: (r) => {
    const { decodePng } = pictures(r);
    try {
      const { width, height, pixels } = decodePng(bytes(r, 0));
      return [new Uint8Array(0), width, height, pixels];
    } catch (error) {
      return [encodeUtf8(reasonOf(error)), 0, 0, new Uint8Array(0)];
    }
  },
  encodeGif: (r) => pictures(r).encodeGif(texts(r, 0), number(r, 1)),
  alloc: (r) => r.m.memory.allocate(number(r, 0)),
  free: (r) => done(r.m.memory.free(number(r, 0))),
  ptrLoad: (r) => (r.type.tag === 'scalar' ? r.m.memory.load(r.type.scalar, number(r, 0)) : undefined),
  ptrStore: (r) => {
    const value = r.args[1];
    if (value?.tag === 'scalar') r.m.memory.store(value.scalar, number(r, 0), value.value);
    return undefined;
  },
  foreign: (r) => {
    const name = r.name ?? '';
    const args = r.args.map((_, k) => scalar(r, k));
    const own = r.m.host.foreign;
    if (own !== undefined && Object.hasOwn(own, name)) return own[name]!(...args);
    return granted(C_LIBRARY.get(name), `function ${name}`)(r.m, ...args);
  },
};

function fitted(type: Type, answer: Answer): Value {
  if (type.tag === 'product' && type.items.length === 0) return UNIT_VALUE;
  if (type.tag === 'product' && Array.isArray(answer)) {
    return { tag: 'product', items: type.items.map((item, k) => fitted(item, answer[k])) };
  }
  if (type.tag === 'sum') {
    const isTruth = type.items.every((item) => item.tag === 'product' && item.items.length === 0);
    if (isTruth) return { tag: 'sum', alternative: answer ? 1 : 0, payload: UNIT_VALUE };
    if (answer === null) return { tag: 'sum', alternative: 0, payload: UNIT_VALUE };
    return { tag: 'sum', alternative: 1, payload: fitted(type.items[1]!, answer) };
  }
  if (type.tag === 'pair' && answer instanceof Uint8Array) return bytesValue(answer);
  if (type.tag === 'scalar' && (typeof answer === 'number' || typeof answer === 'bigint')) {
    return { tag: 'scalar', scalar: type.scalar, value: scalarValue(type.scalar, answer) };
  }
  if (type.tag === 'scalar' && typeof answer === 'boolean') {
    return { tag: 'scalar', scalar: type.scalar, value: scalarValue(type.scalar, Number(answer)) };
  }
  throw new Error('the host has no such value');
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Emits a host operation. Faults: `host`, with the reason; `memoryLimit`, where there is no room for a text. */
export function hostExpr(cx: Assembler, expr: ExprOf<'host'>): Leaves {
  const readers = expr.args.map((arg) => {
    const type: Type =
      arg.tag === 'var' ? arg.type : arg.tag === 'lit' ? { tag: 'scalar', scalar: arg.scalar } : UNIT;
    return valueReader(cx, type, cx.leaves(arg), expr.source);
  });
  const result = cx.fresh(expr.type);
  const site = cx.site(expr.source);
  const { operation, name, type } = expr;
  const run = OPERATIONS[operation];
  cx.emit((m) => {
    const args = readers.map((read) => read(m));
    try {
      writeValue(m, cx.layouts, type, fitted(type, run({ m, args, type, name })), result);
    } catch (error) {
      if (error instanceof RuntimeFault) throw error;
      if (error instanceof RangeError) throw fault(m, site, 'memoryLimit', error.message);
      throw fault(m, site, 'host', reasonOf(error));
    }
  });
  return result;
}

const UNIT: Type = { tag: 'product', items: [] };
