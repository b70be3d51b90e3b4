/** Checks what a module stores, and what a top-level block computes. */
import { classType, instance, pureRow, row, variable } from './build.ts';
import { checking } from './check.ts';
import type { Checking, Problem } from './check-context.ts';
import { checkTerm, checkType, enterDeclarations, enterTelescope } from './check-rules.ts';
import {
  type Computation,
  type Definition,
  type Definitions,
  globalKey,
  type InstanceDef,
} from './definitions.ts';
import { atDictionary, dictionaryParam } from './global-type.ts';
import type { Row, Term } from './ir.ts';

/** What is wrong with a definition: nothing, if the elaborator is right. */
export function checkDefinition(d: Definition, definitions: Definitions): readonly Problem[] {
  const cx = checking(definitions);
  switch (d.tag) {
    case 'function':
      checkType(cx, d.type);
      checkTerm(cx, d.body, d.type, pureRow);
      break;
    case 'value':
      checkType(cx, d.type);
      if (d.definition !== null) checkTerm(cx, d.definition, d.type, pureRow);
      break;
    case 'foreign':
      checkType(cx, d.type);
      break;
    case 'data':
      enterTelescope(cx, d.params);
      for (const { fields } of d.constructors) {
        const depth = cx.depth();
        enterTelescope(cx, fields);
        cx.leaveTo(depth);
      }
      break;
    case 'class':
      enterTelescope(cx, [...d.params, dictionaryParam(d)]);
      for (const s of d.superclasses) checkType(cx, s);
      for (const method of d.methods) checkType(cx, method.type);
      break;
    case 'instance':
      checkInstance(cx, d);
      break;
    case 'constructor':
    case 'method':
      break;
  }
  return cx.problems;
}

function checkInstance(cx: Checking, d: InstanceDef): void {
  const cls = cx.definitions.lookup(d.cls);
  if (cls.tag !== 'class') {
    cx.report(`${d.cls.name} is not a class`, d.source);
    return;
  }
  const dictionary = instance(
    d.ref,
    d.params.map((p) => variable(p.name)),
  );
  const atArgs = (t: Term): Term => atDictionary(t, cls, d.args, dictionary);
  enterTelescope(cx, d.params);
  checkType(cx, classType(d.cls, d.args));
  if (d.superclasses.length !== cls.superclasses.length) cx.report('superclasses missing', d.source);
  d.superclasses.forEach((dict, i) => {
    const wanted = cls.superclasses[i];
    if (wanted !== undefined) checkTerm(cx, dict, atArgs(wanted), pureRow);
  });
  if (d.methods.length !== cls.methods.length) cx.report('methods missing', d.source);
  d.methods.forEach((method, i) => {
    const wanted = cls.methods[i];
    if (wanted !== undefined) checkTerm(cx, method, atArgs(wanted.type), pureRow);
  });
}

/** What is wrong with a computation, which may have the effects `allowed`. */
export function checkComputation(
  computation: Computation,
  definitions: Definitions,
  allowed: Row = row([]),
): readonly Problem[] {
  const cx = checking(withOutputs(computation, definitions));
  enterDeclarations(cx, computation.decls, allowed);
  for (const output of computation.outputs) checkTerm(cx, output.term, output.type, allowed);
  return cx.problems;
}

/** Definitions in which the outputs of a computation stand for their terms, as they do in each other's types. */
function withOutputs({ outputs }: Computation, definitions: Definitions): Definitions {
  const terms = new Map(outputs.map((o) => [globalKey(o.ref), o]));
  return {
    lookup(ref) {
      const output = terms.get(globalKey(ref));
      if (output === undefined) return definitions.lookup(ref);
      return { tag: 'value', ref, source: 0, type: output.type, definition: output.term };
    },
  };
}
