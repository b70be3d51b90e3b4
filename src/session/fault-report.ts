/** Runtime faults and refusals as diagnostics. */
import type { NotDifferentiable } from '../differentiate/index.ts';
import type { FaultKind, RuntimeFault } from '../evaluate/index.ts';
import type { SimplifyFault } from '../simplify/index.ts';
import {
  type Diagnostic,
  type Label,
  type Located,
  type Origins,
  positionAt,
  primary,
  report,
  secondary,
} from '../source/index.ts';

/** How many calls of a chain are shown with their places. */
const SHOWN_CALLS = 8;

/** What the limits were, for messages. */
export interface LimitTexts {
  readonly time: string;
  /** Null where the machine is the limit. */
  readonly memory: string | null;
}

/**
 * The diagnostic of a fault: its place, the values of the loops' indices there, and the chain of calls. A fault inside
 * the library is shown where the program called into it. `block` stands for a place that nothing says.
 */
export function reportFault(
  fault: RuntimeFault,
  origins: Origins,
  limits: LimitTexts,
  block: Located | null,
): Diagnostic {
  const places = placesOf(fault, origins);
  const own = places.filter(({ file }) => !file.library);
  const [first = block, ...callers] = own;
  const labels = callers.slice(0, SHOWN_CALLS).map((located) => secondary(located, 'called from here'));
  const untold = callers.length - labels.length;
  const facts = [
    ...indexFacts(fault),
    ...libraryFact(places.slice(0, own[0] === undefined ? places.length : places.indexOf(own[0]))),
    ...(untold > 0 ? [`and ${untold} more calls around these`] : []),
  ];
  return headline(fault.kind, fault.message, first === null ? null : primary(first), labels, facts, limits);
}

function headline(
  kind: FaultKind,
  message: string,
  at: Label | null,
  labels: readonly Label[],
  facts: readonly string[],
  limits: LimitTexts,
): Diagnostic {
  const notes = { facts };
  switch (kind) {
    case 'error':
      return message === ''
        ? report('DX0602', {}, at, labels, notes)
        : report('DX0601', { message }, at, labels, notes);
    case 'indexOutOfRange':
      return report('DX0608', { message }, at, labels, notes);
    case 'divisionByZero':
      return report('DX0603', { operation: message }, at, labels, notes);
    case 'missingAlternative':
      return report('DX0604', {}, at, labels, notes);
    case 'uncaught':
      return report('DX0605', {}, at, labels, notes);
    case 'sizeMismatch':
      return report('DX0607', { message }, at, labels, notes);
    case 'sizeOverflow':
      return report('DX0606', { message }, at, labels, notes);
    case 'host':
      return report('DX0609', { message }, at, labels, notes);
    case 'fuel':
    case 'deadline':
      return report('DX0802', { limit: limits.time }, at, labels, notes);
    case 'memoryLimit':
      return report('DX0804', { reason: limits.memory ?? message }, at, labels, notes);
    case 'interrupted':
      return report('DX0803', {}, at, labels, notes);
  }
}

/** The place of the fault, then where the code there was inlined, then the open calls: innermost first, each once. */
function placesOf(fault: RuntimeFault, origins: Origins): Located[] {
  const places: Located[] = [];
  const seen = new Set<string>();
  const add = (id: number): void => {
    for (let origin = origins.get(id); origin !== null; origin = origins.get(origin.caller)) {
      const { file, span } = origin.located;
      const key = `${file.name} ${span.start} ${span.end}`;
      if (!seen.has(key)) places.push(origin.located);
      seen.add(key);
    }
  };
  add(fault.source);
  for (const call of fault.calls) add(call.source);
  return places;
}

/** The loops around the fault and around the calls that led to it, the outermost first. */
function indexFacts(fault: RuntimeFault): string[] {
  const indices = [...fault.calls.map((call) => call.indices), fault.indices].reverse().flat();
  const [first] = indices;
  if (first === undefined) return [];
  return indices.length === 1
    ? [`at iteration ${first}`]
    : [`at iterations ${indices.join(', ')} (outermost loop first)`];
}

/** Where in the library a fault arose, from the outside in. */
function libraryFact(places: readonly Located[]): string[] {
  // The function that the program calls is named at the call.
  if (places.length < 2) return [];
  const texts = places.map(({ file, span }) => `${file.name}:${positionAt(file, span.start).line}`);
  return [`inside the library at ${[...new Set(texts)].reverse().join(', ')}`];
}

/** Where code was written: code inside the library is shown where the program called into it. */
export function placeOf(source: number, origins: Origins): Located | null {
  const places: Located[] = [];
  for (let origin = origins.get(source); origin !== null; origin = origins.get(origin.caller)) {
    places.push(origin.located);
  }
  return places.find(({ file }) => !file.library) ?? places[0] ?? null;
}

/** The diagnostic of a refusal by simplification. */
export function reportRefusal(fault: SimplifyFault, origins: Origins): Diagnostic {
  const at = placeOf(fault.source, origins);
  return report('DX0902', { what: 'this program', because: fault.message }, at);
}

/** The diagnostic of a program without a derivative, or without one here. */
export function reportNoDerivative(fault: NotDifferentiable, origins: Origins): Diagnostic {
  const at = placeOf(fault.source, origins);
  const { what, because, help } = fault;
  return report('DX0903', { what, because }, at, [], { help: help === null ? [] : [help] });
}

/** Our own mistake, as a diagnostic: no stack trace for the person who ran into it. */
export function internalError(error: unknown, at: Located | null): Diagnostic {
  const what = error instanceof Error ? error.message : String(error);
  return report('DX0999', { what }, at);
}
