import { globalKey, type Term, visitChildren } from '../core/index.ts';
import type { State } from './state.ts';

/** The key of a goal that nothing can be said about. */
export const POISONED = '';

/**
 * A text that tells closed goals apart: equal keys mean equal goals, up to the names of binders. Null for a goal
 * with unsolved metavariables, `POISONED` for one about what has been reported. Dictionaries inside types take no
 * part.
 */
export function goalKey(st: State, term: Term): string | null {
  const parts: string[] = [];
  const bound = new Map<number, number>();
  let open = false;
  let poisoned = false;
  const term_ = (t: Term, dictionary: boolean): void => {
    if (dictionary) return;
    switch (t.tag) {
      case 'meta':
        if (t.id === 0) poisoned = true;
        else if (st.metas[t.id]!.sort !== 'dict') open = true;
        return;
      case 'var':
        parts.push(bound.has(t.name.id) ? `b${bound.get(t.name.id)}` : `v${t.name.id}`);
        return;
      case 'global':
        parts.push(globalKey(t.ref));
        return;
      case 'scalarType':
        parts.push(t.scalar);
        return;
      case 'kind':
        parts.push(t.kind);
        return;
      case 'ptrType':
        parts.push(`ptr ${t.target}`);
        return;
      case 'lit':
        parts.push(`${t.scalar}:${t.value}`);
        return;
      case 'natLit':
        parts.push(String(t.value));
        return;
      case 'dataType':
        parts.push(globalKey(t.data));
        break;
      case 'classType':
        parts.push(globalKey(t.cls));
        break;
      case 'instance':
      case 'superclass':
      case 'finIx':
      case 'dataDict':
        return;
      case 'row':
        parts.push(...t.effects.map((e) => e.tag));
        break;
      case 'pi':
        parts.push(t.mode, ...t.params.map((p) => p.how));
        break;
      case 'project':
      case 'field':
        parts.push(String(t.index));
        break;
      default:
        break;
    }
    parts.push(t.tag, '(');
    visitChildren(t, visitor);
    parts.push(')');
  };
  const order: number[] = [];
  const visitor = {
    term: term_,
    bind: (name: { readonly id: number }): void => {
      bound.set(name.id, bound.size);
      order.push(name.id);
    },
    leave: (count: number): void => {
      for (let k = 0; k < count; k++) bound.delete(order.pop()!);
    },
  };
  term_(term, false);
  if (poisoned) return POISONED;
  return open ? null : parts.join(' ');
}
