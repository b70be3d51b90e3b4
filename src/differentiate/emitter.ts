/**
 * What linearization emits: statements of open form, the coefficients that rules compute, and the tangents of names.
 *
 * Vocabulary: `t` is a tangent, `null` where it is known to be zero.
 */
import {
  type Atom,
  type Binder,
  type Decl,
  type Expr,
  make,
  type SourceId,
  type Type,
  typeOf,
} from '../loops/index.ts';
import type { Name, Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';
import type { ScalarOperator } from '../primitives/index.ts';
import { isFloat } from '../primitives/index.ts';
import type { Activity } from './activity.ts';
import type { LinearVar, ScalarMap, Statement } from './linear/index.ts';
import type { RuleBuilder, Tangent } from './rule-builder.ts';
import { isDynamic, tangentType } from './tangent-type.ts';

export class Emitter implements RuleBuilder {
  protected readonly names: Supply;
  protected readonly activity: Activity;
  /** Whether literals have zeros that are written out, as in the calculus, or known ones. */
  private readonly writesZeros: boolean;
  protected readonly tangents = new Map<number, LinearVar>();
  /** The primals of tangents whose types do not fix their shapes. */
  readonly shapes = new Map<number, Atom>();
  /** References to the tangents of what references refer to, and the heaps of those. */
  protected readonly refs = new Map<number, Atom>();
  protected readonly heaps = new Map<number, Name>();
  protected statements: Statement[] = [];
  protected source: SourceId = 0;
  /** The type of the operands of the rule that is being applied. */
  protected operand: Type = { tag: 'scalar', scalar: 'f64' };

  constructor(names: Supply, activity: Activity, writesZeros: boolean) {
    this.writesZeros = writesZeros;
    this.names = names;
    this.activity = activity;
  }

  // ------------------------------------------------------------------------------------------------- small emissions

  protected dotted(hint: string): Name {
    return fresh(this.names, `d${hint}`);
  }

  protected tangentHeap(heap: Name): Name {
    const dotted = this.dotted(heap.hint);
    this.heaps.set(heap.id, dotted);
    return dotted;
  }

  protected linear(hint: string, type: Type): LinearVar {
    return { name: fresh(this.names, hint), type };
  }

  protected push(statement: Statement): void {
    this.statements.push(statement);
  }

  protected primal(decl: Decl): void {
    this.push({ tag: 'primal', decl, source: this.source });
  }

  /** A non-linear expression beside the primal. */
  protected emit(expr: Expr, hint: string): Atom {
    if (expr.tag === 'atom') return expr.atom;
    const binder = { name: fresh(this.names, hint), type: expr.type };
    this.primal(make.letDecl(binder.name, expr));
    return make.variable(binder);
  }

  protected bindTangent(name: Name, type: Type): LinearVar {
    const tangent = tangentType(type);
    if (tangent === null) throw new Error(`${name.hint} is active but has no tangent type`);
    const t = { name: this.dotted(name.hint), type: tangent };
    this.setTangent({ name, type }, t);
    return t;
  }

  protected setTangent({ name, type }: Binder, t: Tangent): void {
    if (t === null) return;
    this.tangents.set(name.id, t);
    const { id } = t.name;
    if (isDynamic(t.type) && !this.shapes.has(id)) this.shapes.set(id, make.variable({ name, type }));
  }

  protected tangentOf(atom: Atom): Tangent {
    if (atom.tag === 'var') return this.tangents.get(atom.name.id) ?? null;
    const isFloatLiteral = atom.tag === 'lit' && isFloat(atom.scalar);
    return this.writesZeros && isFloatLiteral ? this.zero(typeOf(atom), null) : null;
  }

  protected refOf(ref: Atom): Atom | null {
    return ref.tag === 'var' ? (this.refs.get(ref.name.id) ?? null) : null;
  }

  /** The value whose shape the tangent has, where its type does not tell. */
  protected shapeOf(type: Type, like: Atom): Atom | null {
    return isDynamic(type) ? like : null;
  }

  protected zero(type: Type, like: Atom | null): LinearVar {
    const out = this.linear('zero', type);
    this.push({
      tag: 'zero',
      out,
      like: like === null ? null : this.shapeOf(type, like),
      source: this.source,
    });
    return out;
  }

  /** The tangent, as a variable even if it is zero; `null` for a value without tangent type. */
  protected required(value: Atom, t: Tangent): Tangent {
    if (t !== null) return t;
    const type = tangentType(typeOf(value));
    return type === null ? null : this.zero(type, value);
  }

  // ---------------------------------------------------------------------------------------------------- rule builder

  scalar(operator: ScalarOperator, ...args: readonly Atom[]): Atom {
    return this.emit(make.scalar(operator, args, this.source), 'w');
  }
  constant(value: number): Atom {
    const { operand } = this;
    if (operand.tag !== 'scalar' || !isFloat(operand.scalar)) throw new Error('a rule needs a float operand');
    return make.literal(operand.scalar, operand.scalar === 'f32' ? Math.fround(value) : value);
  }
  protected map(map: ScalarMap, t: Tangent, type = t?.type): Tangent {
    if (t === null || type === undefined) return null;
    const out = this.linear('t', type);
    this.push({ tag: 'map', map, arg: t, out, source: this.source });
    return out;
  }
  scale(by: Atom, t: Tangent): Tangent {
    return this.map({ tag: 'scale', by }, t);
  }
  divide(t: Tangent, by: Atom): Tangent {
    return this.map({ tag: 'divide', by }, t);
  }
  negate(t: Tangent): Tangent {
    return this.map({ tag: 'negate' }, t);
  }
  protected sum(left: LinearVar, right: LinearVar, negate: boolean): LinearVar {
    const out = this.linear('t', left.type);
    this.push({ tag: 'add', left, right, out, negate, source: this.source });
    return out;
  }
  add(t: Tangent, u: Tangent): Tangent {
    return t === null ? u : u === null ? t : this.sum(t, u, false);
  }
  subtract(t: Tangent, u: Tangent): Tangent {
    return t === null ? this.negate(u) : u === null ? t : this.sum(t, u, true);
  }
  choose(condition: Atom, t: Tangent, u: Tangent): Tangent {
    const type = t?.type ?? u?.type;
    if (type === undefined) return null;
    const yes = t ?? this.zero(type, null);
    const no = u ?? this.zero(type, null);
    const out = this.linear('t', type);
    this.push({ tag: 'choose', condition, yes, no, out, source: this.source });
    return out;
  }
}
