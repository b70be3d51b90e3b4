/** Runs a program of `generate.ts` in a small world, and makes of its outcome something that can be compared. */
import { evaluate, RuntimeFault } from '../../src/evaluate/index.ts';
import type { Program } from '../../src/loops/index.ts';
import { bytesValue, elementAt, type Host, type Value } from '../../src/values/index.ts';

export interface Outcome {
  /** The value and all that was done to the world; or the fault, where the run ended in one. */
  readonly text: string;
  /** Null where the run ended in a fault. */
  readonly value: Value | null;
  readonly faulted: boolean;
}

/** A host whose answers are fixed by what it was asked, and that keeps a log. */
function world(log: string[]): Host {
  const files = new Map<string, Uint8Array>();
  const handles: string[] = [];
  const note = (what: string, bytes: Uint8Array = new Uint8Array()): void => {
    log.push(`${what} ${bytes.join(',')}`);
  };
  return {
    print: (line) => note('print', line),
    environment: (name) => (name.length % 2 === 0 ? null : `value of ${name}`),
    shell: (command) => new Uint8Array([command.length % 256]),
    randomBytes: (count) => Uint8Array.from({ length: count }, (_, k) => (log.length + k) % 256),
    foreign: { twice: (x) => Number(x) * 2 },
    pictures: {
      encodePng: ({ width, height, pixels }) => new Uint8Array([width, height, ...pixels]),
      decodePng: (text) => ({ width: text.length, height: 1, pixels: text }),
      encodeGif: (frames, delay) => new Uint8Array([frames.length, delay]),
    },
    files: {
      read: (path) => files.get(path) ?? null,
      write: (path, text) => {
        note(`write ${path}`, text);
        files.set(path, text);
      },
      append: (path, text) => {
        note(`append ${path}`, text);
        files.set(path, new Uint8Array([...(files.get(path) ?? []), ...text]));
      },
      exists: (path) => files.has(path),
      remove: (path) => {
        note(`remove ${path}`);
        files.delete(path);
      },
      temporary: () => `temporary${log.push('temporary')}`,
      open: (path) => handles.push(path),
      readHandle: (handle) => files.get(handles[handle - 1] ?? '') ?? new Uint8Array(),
      writeHandle: (handle, text) => {
        note(`handle ${handle}`, text);
        files.set(handles[handle - 1] ?? '', text);
      },
      close: (handle) => note(`close ${handle}`),
    },
  };
}

/** Text of a value; what a table holds for alternatives that do not hold is not written. */
export function textOf(value: Value): string {
  switch (value.tag) {
    case 'scalar':
      return Object.is(value.value, -0) ? '-0' : String(value.value);
    case 'product':
      return `(${value.items.map(textOf).join(' ')})`;
    case 'sum':
      return `<${value.alternative} ${textOf(value.payload)}>`;
    case 'pair':
      return `{${textOf(value.first)} ${textOf(value.second)}}`;
    case 'table': {
      const items = Array.from({ length: value.size }, (_, k) => textOf(elementAt(value.elements, k)));
      return `[${items.join(' ')}]`;
    }
  }
}

/** The entry's arguments `(n, xs, k, s)`. */
export function argumentsFor(n: number): readonly Value[] {
  const xs = Float32Array.from({ length: n }, (_, k) => k * 1.5 - 1);
  return [
    { tag: 'scalar', scalar: 'w32', value: n },
    { tag: 'table', size: n, elements: { tag: 'scalars', scalar: 'f32', data: xs } },
    { tag: 'scalar', scalar: 'i32', value: n - 2 },
    bytesValue(Uint8Array.from([49, 46, 53].slice(0, n))),
  ];
}

/** Evaluates the program; anything but a result or a fault is thrown on. */
export function outcomeOf(program: Program, n: number): Outcome {
  const log: string[] = [];
  try {
    const value = evaluate(program, argumentsFor(n), { host: world(log), fuel: 200_000 });
    return { text: `${textOf(value)}\n${log.join('\n')}`, value, faulted: false };
  } catch (error) {
    if (!(error instanceof RuntimeFault)) throw error;
    return { text: `${error.kind}: ${error.message}`, value: null, faulted: true };
  }
}
