import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileModules, nodeHost } from '../../src/session/index.node.ts';
import { literate, Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { formatSource } from '../../src/syntax/index.ts';
import { filesBelow, read } from '../house/files.ts';

// Each program holds its own output. What is recorded in them was checked by hand or against an independent computation.
describe.each(['examples'])('programs of %s', (folder) => {
  test.each(filesBelow(folder, '.dx'))('%s answers what it records', (path) => {
    const text = read(path);
    const session = new Session({ host: nodeHost(), modules: fileModules('dist/stdlib'), check: true });
    const file = sourceFile(basename(path), text);
    expect(literate(file, session.run(file))).toBe(text);
  });

  test.each(filesBelow(folder, '.dx'))('%s is laid out as `dx fmt` does', (path) => {
    expect(formatSource(sourceFile(basename(path), read(path)))).toBe(read(path));
  });
});
