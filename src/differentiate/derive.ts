/**
 * Derivatives of whole programs: each function that is reached is linearized, unzipped and transposed once for each
 * pattern of active parameters, and the results are functions of Loops like any others, which may be differentiated
 * again.
 */

import { type Fn, type FnSignature, make, type Program, refreshFn, type SourceId } from '../loops/index.ts';
import { type Supply, supply } from '../names/index.ts';
import { Activity, type ActivityPattern } from './activity.ts';
import { type CustomRule, customHalves, needsItself, notLinear, tangentPattern } from './custom.ts';
import { blocksOf, type LinearBlock, type LinearFn, type Statement } from './linear/index.ts';
import { nonlinearity } from './linearity.ts';
import { linearizeOpen, type Zeros } from './linearize.ts';
import { lowerLinear } from './lower.ts';
import { place } from './place.ts';
import { type CheckpointPolicy, STORE_ALL } from './policy.ts';
import { accumulateByState, otherAccumulators } from './state-monoid.ts';
import { transposeLinear } from './transpose.ts';
import { writeUnits } from './units.ts';
import { type Callees, type Unzipped, unzip } from './unzip.ts';

export interface DeriveOptions {
  readonly policy?: CheckpointPolicy;
  readonly zeros?: Zeros;
  /** The custom linearization of a function, or `null`. */
  readonly custom?: (callee: string, activity: ActivityPattern) => CustomRule | null;
  /** Called with every linear program that is made: tests check them. */
  readonly onStage?: (stage: 'linearize' | 'unzip' | 'transpose', fn: LinearFn) => void;
}

/** One function, differentiated for one pattern. */
export interface Derivative {
  /** The program with both halves; `null` for a function with a custom linearization. */
  readonly both: LinearFn | null;
  /** The linear half, and its transpose. */
  readonly half: LinearFn;
  readonly turned: LinearFn;
  /** (result, tape) of the parameters. */
  readonly primal: Fn;
  /** The positions of the parameters that stand before the tape in the parameters of `linear` and `transposed`. */
  readonly explicit: readonly number[];
  /** The explicit parameters, the tape, references, and tangents of active parameters, to the tangent of the result. */
  readonly linear: Fn;
  /** As `linear`, from a tangent of the result to those of the active parameters: one, or the product of several. */
  readonly transposed: Fn;
}

/** A function to be differentiated: as a program with both halves, or by a rule. */
type Request = { readonly source: Fn; readonly names: Supply; readonly needs: readonly Callee[] } & (
  | { readonly both: LinearFn; readonly rule: null }
  | { readonly both: null; readonly rule: CustomRule }
);

interface Callee {
  readonly callee: string;
  readonly activity: ActivityPattern;
}

/** The calls of functions that a program with both halves makes. */
function callsOf(block: LinearBlock): readonly Callee[] {
  return block.statements.flatMap((s) => (s.tag === 'call' ? [s] : blocksOf(s).flatMap(callsOf)));
}

/** The name of a function, differentiated for a pattern. */
export function derivedName(callee: string, activity: ActivityPattern): string {
  return `${callee}.d${activity}`;
}

/** The derivatives of the functions of one program, made as they are asked for. */
export class Derivatives implements Callees {
  private readonly functions: (name: string) => Fn;
  private readonly options: DeriveOptions;
  private readonly requests = new Map<string, Request>();
  private readonly unzippedFns = new Map<string, Unzipped>();
  private readonly made = new Map<string, Derivative>();
  private readonly signatures = new Map<string, FnSignature>();
  /** Functions that custom linearizations brought along. */
  private readonly brought = new Map<string, Fn>();
  private readonly nonlinearities = new Map<string, Statement | null>();
  private readonly sequential = new Set<SourceId>();

  constructor(functions: (name: string) => Fn, options: DeriveOptions = {}) {
    this.functions = (name) => this.brought.get(name) ?? functions(name);
    this.options = options;
  }

  signature(callee: string): FnSignature {
    return make.signatureOf(this.functions(callee));
  }

  unzipped(callee: string, activity: ActivityPattern): Unzipped {
    const known = this.unzippedFns.get(derivedName(callee, activity));
    if (known === undefined) throw new Error(`${callee} is not linearized yet`);
    return known;
  }

  /**
   * The derivative of a function for the parameters that the pattern marks. Throws `NotDifferentiable`. Callees come
   * first, by a list of what is to be done: chains of calls may be long.
   */
  of(name: string, pattern: ActivityPattern): Derivative {
    const work: { readonly name: string; readonly pattern: ActivityPattern; isOpen: boolean }[] = [
      { name, pattern, isOpen: false },
    ];
    const open = new Set<string>();
    while (work.length > 0) {
      const item = work[work.length - 1]!;
      const key = derivedName(item.name, item.pattern);
      if (this.made.has(key)) work.pop();
      else if (item.isOpen) {
        work.pop();
        this.made.set(key, this.finish(key));
        open.delete(key);
      } else {
        item.isOpen = true;
        open.add(key);
        const rule = this.options.custom?.(item.name, item.pattern) ?? null;
        const request = rule === null ? this.linearize(item.name, item.pattern) : this.obey(rule);
        this.requests.set(key, request);
        for (const { callee, activity } of request.needs) {
          // Functions are not recursive, but a rule may lead back to the function whose rule it is.
          if (open.has(derivedName(callee, activity))) throw needsItself(request.source);
          work.push({ name: callee, pattern: activity, isOpen: false });
        }
      }
    }
    return this.made.get(derivedName(name, pattern))!;
  }

  private linearize(name: string, pattern: ActivityPattern): Request {
    const names = supply(0);
    const fn = writeUnits(this.functions(name), names);
    const heaps = otherAccumulators(fn, new Activity(fn, pattern, this.options.zeros === 'written'));
    for (const place of heaps.values()) this.sequential.add(place);
    const source = accumulateByState(fn, new Set(heaps.keys()), names);
    const { fn: open, shapes } = linearizeOpen(
      source,
      derivedName(name, pattern),
      pattern,
      names,
      this.options.zeros,
    );
    const both = place(open, shapes, names);
    this.options.onStage?.('linearize', both);
    return { source, both, names, rule: null, needs: callsOf(both.body) };
  }

  private obey(rule: CustomRule): Request {
    for (const fn of [...(rule.callees ?? []), rule.primal, rule.linear]) this.brought.set(fn.name, fn);
    const names = supply(0);
    const source = refreshFn(rule.linear, names);
    return {
      source,
      both: null,
      names,
      rule,
      needs: [{ callee: source.name, activity: tangentPattern(rule) }],
    };
  }

  private halves(key: string, { source, both, rule, names }: Request): Unzipped {
    if (rule === null) return unzip(both, source, names, this, this.options.policy ?? STORE_ALL);
    const pattern = tangentPattern(rule);
    const at = this.nonlinearAt(source.name, pattern);
    if (at !== null) throw notLinear(at);
    return customHalves(key, rule, source, this.unzipped(source.name, pattern), names);
  }

  private finish(key: string): Derivative {
    const request = this.requests.get(key)!;
    const { both, names, rule } = request;
    const taken = this.halves(key, request);
    this.unzippedFns.set(key, taken);
    this.options.onStage?.('unzip', taken.linear);
    const turned = transposeLinear(taken.linear);
    this.options.onStage?.('transpose', turned);
    const lower = (fn: LinearFn): Fn => {
      const lowered = lowerLinear(fn, { next: names.next }, (callee) => this.signatures.get(callee)!);
      this.signatures.set(lowered.name, make.signatureOf(lowered));
      return lowered;
    };
    const primal = rule === null ? refreshFn(taken.primal, supply(0)) : taken.primal;
    return {
      both,
      half: taken.linear,
      turned,
      primal,
      explicit: taken.explicit,
      linear: lower(taken.linear),
      transposed: lower(turned),
    };
  }

  /**
   * The place of what makes a function nonlinear in the parameters that the pattern marks; `null` for a linear function,
   * and for one with a custom linearization, which is what its rule says. The function must have been differentiated.
   */
  nonlinearAt(name: string, pattern: ActivityPattern): SourceId | null {
    return this.nonlinear(derivedName(name, pattern), pattern)?.source ?? null;
  }

  private nonlinear(key: string, pattern: ActivityPattern): Statement | null {
    const known = this.nonlinearities.get(key);
    if (known !== undefined) return known;
    const request = this.requests.get(key);
    const found =
      request === undefined || request.rule !== null
        ? null
        : nonlinearity(request.both, request.source, pattern, (callee, activity) =>
            this.nonlinear(derivedName(callee, activity), activity),
          );
    this.nonlinearities.set(key, found);
    return found;
  }

  /** The places of accumulations that have no rule, and so became State: their loops are not parallel any more. */
  get accumulatedInOrder(): readonly SourceId[] {
    return [...this.sequential];
  }

  /** Functions that custom linearizations brought along. */
  get fromRules(): readonly Fn[] {
    return [...this.brought.values()];
  }

  /** Every function that has been made, callees before callers. */
  get all(): readonly Fn[] {
    return [...this.made.values()].flatMap((d) => [
      ...(d.both === null ? [] : [d.primal]),
      d.linear,
      d.transposed,
    ]);
  }
}

/** The derivatives of functions of a program. */
export function derivativesOf(program: Program, options: DeriveOptions = {}): Derivatives {
  const functions = new Map(program.functions.map((fn) => [fn.name, fn]));
  return new Derivatives((name) => {
    const fn = functions.get(name);
    if (fn === undefined) throw new Error(`there is no function ${name}`);
    return fn;
  }, options);
}
