/** What to do about common mistakes: advice that depends on what the program says, for `help` lines. */
import { sameGlobal } from '../core/index.ts';
import type { Span } from '../source/index.ts';
import type { ChainExpr, Expr } from '../syntax/index.ts';
import { globalNamed } from './builtin.ts';
import type { Context } from './context.ts';
import { entriesOf, headOf, lookup } from './environment.ts';
import { force, quote } from './normalise.ts';
import type { ClassTypeValue, Value } from './value.ts';

/** What a class of the prelude is for, where its name does not say what the program could do instead. */
const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Sub: {
    Nat: 'Nat has no negative numbers: use -| , which stops at 0, or subtract Ints: n_to_i a - n_to_i b',
  },
  VSpace: {
    Nat: 'divide floats (n_to_f converts), or integers with idiv',
    Int: 'divide floats (i_to_f converts), or integers with idiv; the negative of an integer x is 0 - x',
  },
  Floating: { Nat: 'write the number with a point: 2.0, or convert it with n_to_f' },
  Add: {
    List: 'lists and strings are joined with <>',
    Fin: 'an index is not a number: ordinal i is the number of the index i',
  },
  Ord: { Bool: 'a comparison gives a Bool: for several at once, write 1 < x && x < 3' },
  Ix: { Nat: 'an index set is a type such as Fin n; to count to n, write i:(Fin n)' },
  Show: { table: 'show_any makes a text of any value' },
};

/** What to do where there is no instance of a class for a type. */
export function instanceAdvice(cx: Context, goal: Value): readonly string[] {
  const type = force(cx.st, goal);
  if (type.tag !== 'classType' || type.args[0] === undefined) return [];
  if (isUnfinished(cx, type))
    return ['in its own instance a method may use only the methods that stand before it there'];
  const name = type.cls.name;
  const of = force(cx.st, type.args[0]);
  if (of.tag === 'stuck' && of.head.tag === 'var' && of.spine.length === 0 && type.args.length === 1) {
    return [`say that it has one where it is introduced: (${of.head.name.hint}|${name})`];
  }
  const family = familyOf(of);
  const instead = INSTEAD[name]?.[family];
  if (instead !== undefined) return [instead];
  return family === 'function' && name !== 'Data'
    ? ['this is a function: is it to be applied to its arguments first, f(x)?']
    : [];
}

/** Whether a goal is what the instance that is being checked will provide. */
function isUnfinished({ st }: Context, goal: ClassTypeValue): boolean {
  const instance = st.unfinished?.instance;
  if (instance === undefined || !sameGlobal(instance.cls, goal.cls)) return false;
  return headOf(quote(st, goal.args[0]!)) === headOf(instance.args[0]);
}

/** The word for a type under which advice is kept. */
function familyOf(v: Value): string {
  switch (v.tag) {
    case 'natType':
      return 'Nat';
    case 'scalarType':
      return v.scalar.startsWith('i') ? 'Int' : v.scalar.startsWith('f') ? 'Float' : 'Word';
    case 'dataType':
      return v.data.name;
    case 'tableType':
      return 'table';
    case 'finType':
      return 'Fin';
    case 'pi':
      return 'function';
    default:
      return '';
  }
}

/** Whether a goal is about a number of the program: the class by which it takes a type of the user's. */
export function isLiteralClass(cx: Context, goal: Value): goal is ClassTypeValue {
  if (goal.tag !== 'classType') return false;
  return ['from_integer', 'from_unsigned_integer'].some((name) => {
    const method = globalNamed(cx.st.env, name);
    return method?.tag === 'method' && sameGlobal(method.cls, goal.cls);
  });
}

/** What to do about a number that stands where a value of another type is needed. */
export function literalAdvice(cx: Context, type: Value, signed: boolean, at: Span): readonly string[] {
  const t = force(cx.st, type);
  const family = familyOf(t);
  if (family === 'Fin' && signed) return ['an index is not negative: the last one is the size less 1'];
  if (t.tag === 'dataType' && family === 'List')
    return [`make a text of a number: show ${cx.st.file.text.slice(at.start, at.end)}`];
  if (family === 'Nat' && signed) return ['Nat has no negative numbers: annotate it with Int'];
  if (family === 'Fin' || (t.tag === 'stuck' && t.head.tag === 'var'))
    return [`make an index of a number: ${cx.st.file.text.slice(at.start, at.end)}@_`];
  if (family === 'Bool') return ['compare the number with another: x /= 0'];
  if (family === 'function') return ['a number is not a function: is a comma or an operator missing?'];
  return [];
}

/** A minus with a blank before it alone looks like a sign, and subtracts. */
export function subtractionAdvice(cx: Context, minuend: Span): readonly string[] {
  const { text } = cx.st.file;
  const [, number] = /^ +-([\w.]+)/.exec(text.slice(minuend.end, minuend.end + 40)) ?? [];
  const name = text.slice(minuend.start, minuend.end);
  return number === undefined ? [] : [`this subtracts ${number} from ${name}: write ${name} (-${number})`];
}

/** What to do about a function from which something seems to be subtracted. */
export function signAdvice(cx: Context, { first, rest: [next] }: ChainExpr): readonly string[] {
  if (first.tag !== 'var' || next?.op.name !== '-') return [];
  const [entry, ...others] = entriesOf(cx.st.env, first.name);
  if (entry?.tag !== 'global' || others.length > 0) return [];
  const isFunction = ['function', 'method', 'foreign'].includes(lookup(cx.st.env, entry.ref).tag);
  return isFunction ? subtractionAdvice(cx, first.span) : [];
}

const COMPARISONS = new Set(['<', '>', '<=', '>=', '==', '/=']);
const ARITHMETIC = new Set(['+', '-', '*', '/']);

/**
 * What to do about a chain that mixes comparisons and arithmetic: `*` and `/` bind as tightly as comparisons, from the
 * left, and `+` and `-` bind less tightly (language.md 3.3), which few expect.
 */
export function chainAdvice(cx: Context, e: ChainExpr): readonly string[] {
  const operators = operatorsOf(cx, e);
  const comparison = operators.find((name) => COMPARISONS.has(name));
  const arithmetic = operators.find((name) => ARITHMETIC.has(name));
  if (comparison === undefined || arithmetic === undefined) return [];
  const how =
    arithmetic === '*' || arithmetic === '/'
      ? `${comparison} and ${arithmetic} bind alike, from the left`
      : `${comparison} binds more tightly than ${arithmetic}`;
  return [`${how}: put parentheses around what is compared`];
}

/** The operators of a chain and of the chains in it that do not stand in parentheses. */
function operatorsOf(cx: Context, e: ChainExpr): readonly string[] {
  const operands = [e.first, ...e.rest.map(({ operand }) => operand)];
  const inner = operands.flatMap((o) => (o.tag === 'chain' && !isEnclosed(cx, o) ? operatorsOf(cx, o) : []));
  return [...e.rest.map(({ op }) => op.name), ...inner];
}

function isEnclosed(cx: Context, { span }: Expr): boolean {
  return cx.st.file.text.slice(0, span.start).trimEnd().endsWith('(');
}
