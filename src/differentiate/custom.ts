/**
 * Custom linearizations: functions whose derivative is given, because that of their algorithm is another, or costs more.
 * A rule is obeyed, right or wrong, if only its linear function is linear.
 */
import { Builder, type Fn, make, type SourceId, UNIT_ATOM } from '../loops/index.ts';
import { fresh, type Supply } from '../names/index.ts';
import type { ActivityPattern } from './activity.ts';
import type { LinearFn, LinearVar, Statement } from './linear/index.ts';
import { NotDifferentiable } from './not-differentiable.ts';
import { isDynamic, tangentType } from './tangent-type.ts';
import type { Unzipped } from './unzip.ts';
import { zeroLike } from './zero.ts';

/** The rule of a function for one pattern of active parameters. Both functions are functions of the program. */
export interface CustomRule {
  /** The function's parameters to (its result, what `linear` needs). */
  readonly primal: Fn;
  /** The positions of the function's parameters that `linear` takes first: those that its types mention. */
  readonly explicit: readonly number[];
  /** These, then what `primal` gives it, then the tangents of the active parameters, to that of the result. */
  readonly linear: Fn;
  /** Functions that these call, where the program lacks them. */
  readonly callees?: readonly Fn[];
}

/** Which parameters of a rule's linear function are tangents: those after the explicit ones and the residuals. */
export function tangentPattern(rule: CustomRule): ActivityPattern {
  const lead = rule.explicit.length + 1;
  return rule.linear.params.map((_, i) => (i < lead ? '0' : '1')).join('');
}

/** A rule whose linear function is differentiated by the very rule. */
export function needsItself({ source }: Fn): NotDifferentiable {
  return new NotDifferentiable(
    'a custom linearization',
    'its linear part gives tangents to the very function whose derivative it says',
    source,
    'write in it what the derivative does with a tangent',
  );
}

/** A rule whose linear function has no proportion between tangents and result. */
export function notLinear(source: SourceId): NotDifferentiable {
  return new NotDifferentiable(
    'a custom linearization',
    'its linear part is not linear: what is computed here does not grow in proportion to the tangent',
    source,
    'the linear part gives a sum of tangents, each times something that depends on the arguments alone',
  );
}

/**
 * The halves of a function with a rule: the linear one is the derivative of the rule's linear function, which is that
 * function itself, taken at zero. `half` is what that derivative is made of; `linear` the rule's linear function with
 * binders below the mark of `names`.
 */
export function customHalves(
  name: string,
  rule: CustomRule,
  linear: Fn,
  half: Unzipped,
  names: Supply,
): Unzipped {
  const lead = rule.explicit.length + 1;
  const { source } = linear;
  const given = linear.params.slice(0, lead);
  const tangents = linear.params.slice(lead);
  const b = new Builder(names, source);
  const zeros = tangents.map(({ type, name: param }) => {
    if (isDynamic(type)) {
      throw new NotDifferentiable(
        'a custom linearization',
        `the length of the tangent ${param.hint} is not known`,
        source,
      );
    }
    return zeroLike(b, type, null);
  });
  const args = [...given.map(make.variable), ...zeros];
  const both = b.call(make.signatureOf(half.primal), [], args);
  const tape = b.project(1, both, 'tape');
  const prelude = b.finish(UNIT_ATOM).decls.map((decl): Statement => ({ tag: 'primal', decl, source }));
  const type = tangentType(linear.body.type);
  const outs: readonly LinearVar[] = type === null ? [] : [{ name: fresh(names, 'dy'), type }];
  const call: Statement = {
    tag: 'call',
    callee: half.linear.name,
    activity: '',
    heaps: [],
    args: [...half.explicit.map((i) => args[i]!), tape],
    refs: [],
    ins: tangents,
    result: null,
    outs,
    source,
  };
  const fn: LinearFn = {
    name: `${name}.linear`,
    title: linear.title,
    heaps: [],
    params: given,
    refHeaps: [],
    refs: [],
    linear: tangents,
    body: { statements: [...prelude, call], result: UNIT_ATOM, outs },
    source,
  };
  return { primal: rule.primal, linear: fn, explicit: rule.explicit };
}
