import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { PICTURES } from '../../src/session/index.ts';
import { dx, program } from './dx.ts';

const folder = mkdtempSync(join(tmpdir(), 'damaged-'));
afterAll(() => rmSync(folder, { recursive: true }));

const png = PICTURES.encodePng({ width: 3, height: 2, pixels: new Uint8Array(18).fill(77) });
const altered = (at: number, bytes: readonly number[]): Uint8Array => {
  const copy = Uint8Array.from(png);
  copy.set(bytes, at);
  return copy;
};
const HUGE = [0x7f, 0xff, 0xff, 0xff];

/** What is read from which file, what is in the file, and what is said about it. */
const FILES: readonly (readonly [string, string, string | Uint8Array, RegExp])[] = [
  ['load_image', 'cut.png', png.subarray(0, png.length - 20), /cut\.png: not a whole PNG file/],
  [
    'load_image',
    'sum.png',
    altered(44, [png[44]! ^ 1]),
    /sum\.png: not a whole PNG file: CRC mismatch for chunk IDAT/,
  ],
  [
    'load_image',
    'huge.png',
    altered(16, [...HUGE, ...HUGE]),
    /2147483647 × 2147483647 pixels cannot be read/,
  ],
  ['load_image', 'empty.png', '', /empty\.png: neither a PNG file nor a PPM file/],
  ['load_image', 'short.ppm', 'P6 2 2 255\nabc', /short\.ppm: not a whole PPM file of the form P6/],
  ['load_image', 'huge.ppm', 'P6 99999999 99999999 255\nabc', /not a whole PPM file/],
  ['load_image', 'grey.ppm', 'P5 1 1 255\na', /not a whole PPM file of the form P6/],
  ['load_csv', 'ragged.csv', 'a,b\n1,2\n3\n', /ragged\.csv, line 3: 1 field, but the first row has 2/],
  ['load_csv', 'quote.csv', 'a,b\n1,"2\n3,4\n', /quote\.csv, line 2: a quote is never closed/],
  ['load_csv', 'none.csv', '', /none\.csv, line 1: there is no row/],
  ['second_column', 'word.csv', 'a,b\n1,2\n3,x\n', /row 2: this is not a number: x/],
  ['load_fields', 'cut.jsonl', '{"a": 1}\n{"a": \n', /cut\.jsonl, line 2: not a JSON object/],
];

describe('a file that is damaged or hostile', () => {
  const shown = FILES.map(([reader, name, bytes]) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return `:p ${reader} "${path}"\n`;
  });
  const definitions = `import images
import csv
import jsonl
def second_column(file:String) -> List Float =
  MkCsv(_, _, names, cells) = load_csv file
  to_list (csv_floats (csv_column(names, cells, "b")))
load_fields = \\file:String. load_jsonl(file, ["a"])
`;
  const { status, out, err } = dx(['run', program(definitions + shown.join(''))]);
  const answers = out.split(/^:p .*\n/m).slice(1);

  test('fails its block, and no other', () => {
    expect({ status, err }).toEqual({ status: 1, err: '' });
    expect(answers).toHaveLength(FILES.length);
  });

  test.each(FILES.map(([, name, , what], k) => ({ name, what, k })))(
    '$name: says so, and where it was read',
    ({ what, k }) => {
      expect(answers[k]).toMatch(/^> Runtime error \[DX06\d\d\]: /);
      expect(answers[k]).toMatch(what);
      expect(answers[k]).toMatch(/^> +--> .*\.dx:\d+:\d+$/m);
      expect(answers[k]).not.toMatch(/node:|\.ts:|undefined|internal/);
    },
  );
});
