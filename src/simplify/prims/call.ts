/** A use of a primitive: its arguments, evaluated in order, and where it stands. */
import type { SourceId, TermOf } from '../../core/index.ts';
import type { Atom, Expr, Type } from '../../loops/index.ts';
import { type Context, emit } from '../context.ts';
import { materialise } from '../data.ts';
import type { Env } from '../env.ts';
import { asType, isDataType, loopsType } from '../types.ts';
import { data, type TypeValue, type Value } from '../value.ts';

export class PrimCall {
  readonly c: Context;
  readonly term: TermOf<'prim'>;
  readonly env: Env<Value>;
  readonly args: readonly Value[];
  readonly source: SourceId;

  constructor(c: Context, term: TermOf<'prim'>, env: Env<Value>, args: readonly Value[], source: SourceId) {
    this.c = c;
    this.term = term;
    this.env = env;
    this.args = args;
    this.source = source;
  }

  /** Argument `index` as data. */
  atom(index: number): Atom {
    return materialise(this.c, this.args[index]!, this.source);
  }

  /** Argument `index`, a type. */
  type(index: number): TypeValue {
    return asType(this.args[index]!);
  }

  /** The type of the result. */
  get result(): TypeValue {
    return this.c.machine.type(this.c, this.term.type, this.env);
  }

  /** The Loops type of the result; null where it is not data. */
  get resultData(): Type | null {
    const type = this.result;
    return isDataType(this.c, type) ? loopsType(this.c, type) : null;
  }

  /** Emits an expression; its value. */
  emit(expr: Expr, hint = ''): Value {
    return data(emit(this.c, expr, hint));
  }

  /** Applies argument `index`, a function, in place. */
  unfold(index: number, args: readonly Value[]): Value {
    return this.c.machine.unfold(this.c, this.args[index]!, args, this.source, this.env.site);
  }
}

export type Primitive = (call: PrimCall) => Value;
export type Primitives = Readonly<Record<string, Primitive>>;
