/** Text of values. */
import { formatOf, type Term } from '../../core/index.ts';
import { make, typeOf } from '../../loops/index.ts';
import { isFloat } from '../../primitives/index.ts';
import type { Format } from '../../values/index.ts';
import { unsupported } from '../fault.ts';
import { printable } from '../printable.ts';
import { quoteType } from '../quote.ts';
import { typeOfTerm } from '../type-of.ts';
import type { Value } from '../value.ts';
import type { PrimCall, Primitives } from './call.ts';

/** The text that the top level prints for a value: its form comes from the argument's type. */
function showAny(p: PrimCall): Value {
  const { c, source } = p;
  const term: Term = p.term.args.at(-1)!;
  const type =
    typeOfTerm(c, term, p.env) ?? unsupported('a value whose type is not written where it is shown', source);
  const format = formatOf(quoteType(c, type), c.world.definitions);
  return p.emit(make.show(format, printable(c, p.args.at(-1)!, type, source), source));
}

/** `show`: decimal digits, and floats so that they read back. */
function showScalar(p: PrimCall): Value {
  const atom = p.atom(0);
  const type = typeOf(atom);
  const format: Format =
    type.tag === 'scalar' && isFloat(type.scalar) ? { tag: 'exactFloat' } : { tag: 'decimal' };
  return p.emit(make.show(format, atom, p.source));
}

export const TEXT_PRIMITIVES: Primitives = {
  showAny,
  showScalar,
  parseFloat: (p) => p.emit(make.parseFloat(p.atom(0), p.source)),
};
