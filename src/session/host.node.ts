/** The host on Node: what programs that a person runs on their own machine may do. */
import { execSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  readSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files, Host } from '../values/index.ts';
import { PICTURES } from './pictures.ts';

/** Everything but `print`, which the session routes into the block's output, and foreign functions. */
export function nodeHost(): Host {
  return {
    files: nodeFiles(),
    environment: (name) => process.env[name] ?? null,
    shell: (command) => execSync(command, { stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 30 }),
    randomBytes: (count) => randomBytes(count),
    pictures: PICTURES,
  };
}

/** How much a handle reads at a time. */
const CHUNK = 1 << 16;

function nodeFiles(): Files {
  return {
    read: (path) => (canRead(path) ? readFileSync(path) : null),
    write: (path, text) => writeFileSync(path, text),
    append: (path, text) => appendFileSync(path, text),
    exists: canRead,
    remove: (path) => unlinkSync(path),
    temporary: () => join(tmpdir(), `dex-${randomBytes(8).toString('hex').slice(0, 6)}`),
    open: (path, mode) => {
      try {
        return openSync(path, mode === 'read' ? 'r' : 'w');
      } catch {
        return -1;
      }
    },
    readHandle: (handle) => {
      const chunks: Uint8Array[] = [];
      for (;;) {
        const chunk = new Uint8Array(CHUNK);
        const count = readSync(handle, chunk);
        if (count === 0) return Buffer.concat(chunks);
        chunks.push(chunk.subarray(0, count));
      }
    },
    writeHandle: (handle, text) => {
      for (let at = 0; at < text.length; ) at += writeSync(handle, text, at);
    },
    close: (handle) => closeSync(handle),
  };
}

function canRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
