/** What checking a term carries along: the scope, the problems found, and the rules, so that they can stand in files. */
import type { Name } from '../names/index.ts';
import type { Definitions } from './definitions.ts';
import type { Row, SourceId, Term } from './ir.ts';
import { equalTypes, normaliseWith, type Reduction, reduction, weakHead } from './normal.ts';
import { missingEffects } from './primitive-effects.ts';
import { printRow, printType } from './print.ts';

export interface Problem {
  readonly message: string;
  /** The type (or row) that was wanted and the one found, as they print; null where the problem is another. */
  readonly expected: string | null;
  readonly actual: string | null;
  readonly source: SourceId;
}

/** A type, or null: unknown since a problem, and no cause of another. */
export type Type = Term | null;

/** The type of a term whose effects must be among `allowed`. */
export type Infer = (cx: Checking, term: Term, allowed: Row) => Type;

export interface Checking {
  readonly definitions: Definitions;
  readonly infer: Infer;
  readonly problems: readonly Problem[];
  /** Says what is wrong and answers that the type is unknown. */
  report(message: string, source: SourceId): null;
  /** The type of a name in scope; undefined for others. */
  typeOf(name: Name): Type | undefined;
  /** Enters the scope of a name. A declaration's value is what its name may be unfolded to. */
  bind(name: Name, type: Type, value?: Term): void;
  /** How many scopes are open, for `leaveTo`. */
  depth(): number;
  /** Leaves the scopes entered since there were `depth` of them. */
  leaveTo(depth: number): void;
  /** A reduction that unfolds the declarations in scope. */
  reducing(): Reduction;
  /** The type reduced until its form is known. */
  head(type: Type): Type;
  /** Compares two types, which may be unknown. */
  same(expected: Type, actual: Type, source: SourceId, message?: string): void;
  /** Compares the effects of a term with those that are allowed. */
  perform(row: Row, allowed: Row, source: SourceId): void;
  show(type: Term): string;
}

/** Checking by the rules of `infer`, in the empty scope. */
export function checkingBy(infer: Infer, definitions: Definitions): Checking {
  const problems: Problem[] = [];
  const types = new Map<number, Type>();
  const values = new Map<number, Term>();
  const entered: {
    readonly id: number;
    readonly type: Type | undefined;
    readonly value: Term | undefined;
  }[] = [];

  const reducing = (): Reduction => reduction(definitions, (id) => values.get(id) ?? null);
  const show = (t: Term): string => printType(t, definitions, { width: Number.POSITIVE_INFINITY });
  const restore = <T>(map: Map<number, T>, id: number, was: T | undefined): void => {
    if (was === undefined) map.delete(id);
    else map.set(id, was);
  };

  return {
    definitions,
    infer,
    problems,
    reducing,
    show,
    report(message, source) {
      problems.push({ message, expected: null, actual: null, source });
      return null;
    },
    typeOf: (name) => types.get(name.id),
    bind(name, type, value) {
      entered.push({ id: name.id, type: types.get(name.id), value: values.get(name.id) });
      types.set(name.id, type);
      restore(values, name.id, value);
    },
    depth: () => entered.length,
    leaveTo(depth) {
      while (entered.length > depth) {
        const { id, type, value } = entered.pop()!;
        restore(types, id, type);
        restore(values, id, value);
      }
    },
    head: (type) => (type === null ? null : weakHead(type, reducing())),
    same(expected, actual, source, message = 'types differ') {
      if (expected === null || actual === null || equalTypes(expected, actual, reducing())) return;
      problems.push({ message, expected: show(expected), actual: show(actual), source });
    },
    perform(row, allowed, source) {
      if (missingEffects(row, allowed) === null) return;
      const r = reducing();
      const missing = missingEffects(normaliseWith(row, r) as Row, normaliseWith(allowed, r) as Row);
      if (missing === null) return;
      const [expected, actual] = [printRow(allowed, definitions), printRow(row, definitions)];
      problems.push({ message: 'effects are not allowed', expected, actual, source });
    },
  };
}
