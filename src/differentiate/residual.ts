/**
 * Residuals: the non-linear values that a linear half needs, packed into one value that leaves the scope where they
 * were made, and unpacked again. The types of some may mention others (sizes that are known only inside): those come
 * first, as dependent pairs around the rest.
 */

import {
  type Atom,
  type Binder,
  type Builder,
  type Decl,
  instantiate,
  make,
  pairType,
  productType,
  type SourceId,
  type Type,
  typeNames,
  UNIT,
  UNIT_ATOM,
} from '../loops/index.ts';
import type { Supply } from '../names/index.ts';
import { fresh } from '../names/index.ts';

export class Residuals {
  /** Those that types of others mention, in order: scalars and indices. */
  private readonly keys: readonly Binder[];
  private readonly rest: readonly Binder[];
  readonly type: Type;
  private readonly names: Supply;

  /** `binders` are in the order of their definitions, with every local name that their types mention among them. */
  constructor(binders: readonly Binder[], names: Supply) {
    this.names = names;
    const mentionedByTypes = new Set<number>();
    for (const { type } of binders) for (const id of typeNames(type).keys()) mentionedByTypes.add(id);
    this.keys = binders.filter((b) => mentionedByTypes.has(b.name.id));
    this.rest = binders.filter((b) => !mentionedByTypes.has(b.name.id));
    this.type = this.typeFrom(0);
  }

  get isEmpty(): boolean {
    return this.keys.length === 0 && this.rest.length === 0;
  }

  private typeFrom(key: number): Type {
    const first = this.keys[key];
    if (first === undefined) return this.restType();
    const binder = { name: fresh(this.names, first.name.hint), type: first.type };
    return pairType(
      binder.name,
      first.type,
      instantiate(this.typeFrom(key + 1), first.name, make.variable(binder)),
    );
  }

  private restType(): Type {
    if (this.rest.length === 0) return UNIT;
    return this.rest.length === 1 ? this.rest[0]!.type : productType(this.rest.map((b) => b.type));
  }

  /** Emits the value of the residuals where all of them are in scope. */
  pack(b: Builder): Atom {
    const rest = this.rest.map(make.variable);
    let packed = rest.length === 1 ? rest[0]! : b.tuple(rest, 'tape');
    for (let key = this.keys.length - 1; key >= 0; key--) {
      packed = b.pack(this.typeFrom(key), make.variable(this.keys[key]!), packed);
    }
    return packed;
  }

  /** Declarations of the residuals, under the names that they have, from their packed value. */
  unpack(packed: Atom, source: SourceId): readonly Decl[] {
    const decls: Decl[] = [];
    let value = packed;
    for (const key of this.keys) {
      const decl = make.unpackDecl(key.name, fresh(this.names, 'tape'), value, source);
      decls.push(decl);
      value = make.variable(decl.second);
    }
    const { rest } = this;
    rest.forEach((b, i) => {
      const expr = rest.length === 1 ? make.atom(value, source) : make.project(i, value, source);
      decls.push(make.letDecl(b.name, expr));
    });
    return decls;
  }
}

/** The packed value of no residuals. */
export const NO_TAPE: Atom = UNIT_ATOM;
