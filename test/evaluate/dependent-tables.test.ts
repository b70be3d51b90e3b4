/** Tables whose sizes mention names that only their types bind, read under the names that are in scope. */
import { expect, test } from 'vitest';
import { compile } from '../../src/evaluate/index.ts';
import {
  checkProgram,
  indexType,
  instantiate,
  make,
  parseProgram,
  tableType,
} from '../../src/loops/index.ts';
import { nested } from '../../src/values/index.ts';
import { run, w32 } from './run.ts';

const SUM = '(fadd, 0f64)';
const number = (text: string, n: number): unknown => {
  const value = run(text, [w32(n)]);
  return value.tag === 'scalar' ? value.value : value;
};
/** 2 k² for each k below n. */
const squares = (n: number): number => (n * (n - 1) * (2 * n - 1)) / 3;

/** The program that adds up what `inner` finds in row `p` of the table that `rows` makes. */
const added = (rows: string, inner: string): string => `
fn @main (n : w32) -> f64 {
  ${rows}
  let r = runAccum ${SUM} [h] acc {
    do each k : Fin n { let p = t[k] ${inner} () }
    ()
  }
  let z = r.1
  z
}`;

test('a square whose sides are an index of the loop around it', () => {
  const rows = `
  let t = for k : Fin n {
    let square = for i : RangeToExc(Fin n, k) {
      let row = for j : RangeToExc(Fin n, k) { 2f64 }
      let both = (1f64, row)
      both
    }
    square
  }`;
  const inner = `
  do each i : RangeToExc(Fin n, k) {
    let both = p[i]
    let row = both.1
    do each j : RangeToExc(Fin n, k) { let x = row[j] do extend acc x ${SUM} () }
    ()
  }`;
  expect(number(added(rows, inner), 5)).toBe(squares(5));
});

test('a list of rows as long as itself', () => {
  const square = '(m : w32 &> Fin m => (f64, Fin m => f64))';
  const rows = `
  let t = for k : Fin n {
    let l = ordinal(Fin n, k)
    let square = for i : Fin l {
      let row = for j : Fin l { 2f64 }
      let both = (1f64, row)
      both
    }
    let q = pack (l, square) : ${square}
    q
  }`;
  const inner = `
  unpack (m, s) = p
  do each i : Fin m {
    let both = s[i]
    let row = both.1
    do each j : Fin m { let x = row[j] do extend acc x ${SUM} () }
    ()
  }`;
  expect(number(added(rows, inner), 5)).toBe(squares(5));
});

test('such a list is stored again under another name for its length', () => {
  const first = '(m : w32 &> Fin m => Fin m => f64)';
  const rows = `
  let t0 = for k : Fin n {
    let l = ordinal(Fin n, k)
    let square = for i : Fin l { let row = for j : Fin l { 2f64 } row }
    let q = pack (l, square) : ${first}
    q
  }
  let t = for k : Fin n { let p = t0[k] let both = (p, 0f64) both }`;
  const inner = `
  let list = p.0
  unpack (m, s) = list
  do each i : Fin m {
    let row = s[i]
    do each j : Fin m { let x = row[j] do extend acc x ${SUM} () }
    ()
  }`;
  expect(number(added(rows, inner), 5)).toBe(squares(5));
});

test('a literal whose type binds the number of a name that stands in it', () => {
  const program = parseProgram(`
fn @main (x : Fin 2 => f64) -> (i : Fin 2) => Fin (i + 1) => f64 {
  let y = [7f64] : Fin 1 => f64
  let t = [y, x] : (i : Fin 2) => Fin (i + 1) => f64
  t
}`);
  const main = program.functions[0]!;
  const { decls } = main.body;
  const last = decls[1]!;
  if (last.tag !== 'let' || last.expr.tag !== 'tableLiteral' || last.expr.type.tag !== 'table')
    throw new Error();
  const item = main.params[0]!.name;
  const { type } = last.expr;
  const renamed = tableType(
    item,
    type.index,
    instantiate(type.element, type.binder, make.variable({ name: item, type: indexType(type.index) })),
  );
  const expr = { ...last.expr, type: renamed };
  const body = { ...main.body, decls: [decls[0]!, { ...last, expr }] };
  const clashing = { functions: [{ ...main, body }] };
  expect(checkProgram(clashing)).toEqual([]);
  const x = run('fn @main () -> Fin 2 => f64 { let t = [1f64, 2f64] : Fin 2 => f64 t }');
  expect(nested(compile(clashing).run([x]))).toEqual([[7], [1, 2]]);
});
