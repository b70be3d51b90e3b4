import { expect, test } from 'vitest';
import { createSession } from '../../src/api/index.node.ts';

const session = createSession();
session.run(`
data Color =
  Red
  Green

data Figure =
  Dot
  Box(Float, Float)
  Path(List Float)
  Named(String, Color)

struct Item =
  color : Color
  figure : Figure

def reds(cs:n=>Color) -> Nat given (n|Ix) = sum for i. case cs[i] of
  Red -> 1
  Green -> 0

def turned(cs:n=>m=>Color) -> m=>n=>Color given (n|Ix, m|Ix) = transpose cs

def figures(xs:n=>Figure) -> n=>Figure given (n|Ix) = for i. xs[i]

def listed(xs:List Figure) -> List Figure = xs

def items(xs:n=>Item) -> n=>Figure given (n|Ix) = for i. xs[i].figure

def rows(xs:n=>Maybe (m=>Float)) -> Float given (n|Ix, m|Ix) = sum for i. case xs[i] of
  Nothing -> 0.0
  Just row -> sum row
`);
const figures = ['Dot', { tag: 'Box', values: [1, 2] }, { tag: 'Named', values: ['é', 'Green'] }];

test('tables and lists of enums are taken as they are given', () => {
  expect(session.function('reds')(['Red', 'Green', 'Red'])).toBe(2);
  expect(session.function('reds')([])).toBe(0);
  expect(
    session.function('turned')([
      ['Red', 'Green'],
      ['Red', 'Red'],
      ['Green', 'Red'],
    ]),
  ).toEqual([
    ['Red', 'Red', 'Green'],
    ['Green', 'Red', 'Red'],
  ]);
  expect(session.function('figures')(figures)).toEqual(figures);
  expect(session.function('listed')(figures)).toEqual(figures);
  expect(session.function('figures')([{ tag: 'Path', values: [[1, 2, 3]] }, 'Dot'])).toEqual([
    { tag: 'Path', values: [new Float32Array([1, 2, 3])] },
    'Dot',
  ]);
  expect(session.function('items')(figures.map((figure) => ({ color: 'Red', figure })))).toEqual(figures);
});

test('tables inside of constructors say sizes', () => {
  const rows = session.function('rows');
  expect(rows(['Nothing', { tag: 'Just', values: [[1, 2]] }, { tag: 'Just', values: [[3, 4]] }])).toBe(10);
  expect(() =>
    rows([
      { tag: 'Just', values: [[1, 2]] },
      { tag: 'Just', values: [[3]] },
    ]),
  ).toThrow('xs[1].values[0]: 1 element, but xs[0].values[0] has 2');
});

test('what is no constructor is named by its place', () => {
  expect(() => session.function('reds')(['Red', 'Blue'])).toThrow(
    'cs[1]: expected one of Red, Green, found "Blue"',
  );
  expect(() => session.function('figures')(['Dot', { tag: 'Box', values: [1, 'x'] }])).toThrow(
    'xs[1].values[1]: expected a number, found "x"',
  );
});
