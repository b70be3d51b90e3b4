/** Values of enumerations made of their numbers, which nothing but the program vouches for. */
import type { SourceId } from '../core/index.ts';
import {
  type Atom,
  BOOL,
  type Expr,
  finSet,
  make,
  STRING,
  type Type,
  tableOf,
  UNIT,
  UNIT_ATOM,
  W8,
} from '../loops/index.ts';
import { SCALAR_OPERATORS } from '../primitives/index.ts';
import { type Context, emit } from './context.ts';

/** The value whose number is `tag`, of a sum of at least two units. A number that no value has is a fault. */
export function fromTag(c: Context, type: Extract<Type, { tag: 'sum' }>, tag: Atom, source: SourceId): Atom {
  const count = type.items.length;
  if (count > 0xff || (count === 2 && isTruth(c, tag))) return emit(c, make.fromTag(type, tag, source));
  if (tag.tag === 'lit') {
    const index = Number(tag.value);
    return index < count ? emit(c, make.inject(type, index, UNIT_ATOM, source)) : refuse(c, type, source);
  }
  const inside = emit(c, make.scalar('ilt', [tag, make.literal('w8', count)], source));
  const alternatives = [() => refuse(c, type, source), () => emit(c, make.fromTag(type, tag, source))].map(
    (body) => ({ binder: c.code.bind('', UNIT), body: c.code.block(body) }),
  );
  return emit(c, make.caseOf(emit(c, make.fromTag(BOOL, inside, source)), alternatives, type, source));
}

/** Whether a byte is seen to be 0 or 1: that of a truth value, a comparison, or what connects two of those. */
function isTruth(c: Context, atom: Atom): boolean {
  const made = definition(c, atom);
  if (made?.tag !== 'scalar' || !CONNECTIVES.has(made.operator)) return isOutcome(atom, made);
  return made.args.every((arg) => isOutcome(arg, definition(c, arg)));
}

const CONNECTIVES: ReadonlySet<string> = new Set(['and', 'or', 'xor', 'not']);

function isOutcome(atom: Atom, made: Expr | null): boolean {
  if (atom.tag === 'lit') return Number(atom.value) <= 1;
  if (made?.tag === 'scalar') return SCALAR_OPERATORS[made.operator].result === 'w8';
  if (made?.tag !== 'tagOf' || made.arg.tag !== 'var') return false;
  return made.arg.type.tag === 'sum' && made.arg.type.items.length <= 2;
}

function definition(c: Context, atom: Atom): Expr | null {
  return (atom.tag === 'var' && c.code.definitionOf(atom.name)) || null;
}

const MESSAGE = 'no value of the enumeration has this number';

function refuse(c: Context, type: Type, source: SourceId): Atom {
  const bytes = Array.from(MESSAGE, (char) => make.literal('w8', char.charCodeAt(0)));
  const size = make.literal('w32', bytes.length);
  const table = emit(c, make.tableLiteral(tableOf(finSet(bytes.length), W8), bytes, source));
  return emit(c, make.fail(type, emit(c, make.pack(STRING, size, table, source)), source));
}
