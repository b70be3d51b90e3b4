/**
 * Core as text for people (`dx dump --after elaborate`): one declaration a line, local names renumbered so that the
 * text does not depend on how names were made, types as `print.ts` shows them. Dictionaries and implicit arguments
 * are written out in the brackets of their parameters: `{implicit}`, `[synthesised]`.
 */
import { align, cat, type Doc, group, hardLine, layout, line, nest, separate, text } from '../util/index.ts';
import type { Computation, DataDef, Definition, Definitions } from './definitions.ts';
import type { CoreDecl, Param, Row, Term, TermOf } from './ir.ts';
import { type Naming, naming } from './naming.ts';
import { type Printer, rowText, SCALAR_TYPES, typeDoc } from './print.ts';
import { freeNames } from './walk.ts';

/** A term on as many lines as it needs. */
export function printTerm(term: Term, definitions: Definitions, width = 100): string {
  return layout(termDoc(term, printerFor([term], definitions)), width);
}

/** A definition: its name, its type and what it stands for. */
export function printDefinition(d: Definition, definitions: Definitions, width = 100): string {
  return layout(definitionDoc(d, printerFor([], definitions)), width);
}

/** The declarations of a top-level block, and its outputs. */
export function printComputation(c: Computation, definitions: Definitions, width = 100): string {
  const p = printerFor([], definitions);
  const decls = c.decls.map((d) => declDoc(d, p));
  const outputs = c.outputs.map((o) =>
    cat(o.ref.name, ' : ', typeDoc(o.type, 'lowest', p), ' =', indented(termDoc(o.term, p))),
  );
  return layout(separate([...decls, ...outputs], hardLine), width);
}

function printerFor(free: readonly Term[], definitions: Definitions): Printer {
  const names: Naming = naming();
  for (const name of freeNames(...free).values()) names.of(name);
  return { names, definitions, unknown: (id) => `?${id}`, plain: false };
}

function definitionDoc(d: Definition, p: Printer): Doc {
  const name = d.ref.name;
  switch (d.tag) {
    case 'function': {
      const flags = d.noinline ? '@noinline ' : '';
      return cat(
        flags,
        'def ',
        name,
        ' : ',
        typeDoc(d.type, 'lowest', p),
        ' =',
        indented(termDoc(d.body, p)),
      );
    }
    case 'value': {
      const value = d.definition === null ? [] : [' =', indented(termDoc(d.definition, p))];
      return cat(name, ' : ', typeDoc(d.type, 'lowest', p), ...value);
    }
    case 'foreign':
      return cat(`foreign "${d.symbol}" ${name} : `, typeDoc(d.type, 'lowest', p));
    case 'constructor':
      return text(`${name} = constructor ${d.index} of ${d.data.name}`);
    case 'method':
      return text(`${name} = method ${d.index} of ${d.cls.name}`);
    case 'data':
      return inTelescope(`data ${name}`, d.params, p, () => constructorsDoc(d, p));
    case 'class':
      return inTelescope(`interface ${name}`, d.params, p, () =>
        rows([
          ...d.superclasses.map((s) => cat('given ', typeDoc(s, 'lowest', p))),
          ...d.methods.map((m) => cat(m.name, ' : ', typeDoc(m.type, 'lowest', p))),
        ]),
      );
    case 'instance':
      return inTelescope(`${d.named ? 'named-instance' : 'instance'} ${name}`, d.params, p, () => {
        const head = typeDoc({ tag: 'classType', cls: d.cls, args: d.args }, 'lowest', p);
        const parts = [...d.superclasses.map((s) => termDoc(s, p)), ...d.methods.map((m) => termDoc(m, p))];
        return cat(' : ', head, rows(parts));
      });
  }
}

function constructorsDoc(d: DataDef, p: Printer): Doc {
  return rows(d.constructors.map(({ name, fields }) => inTelescope(name, fields, p, () => text(''))));
}

/** A head with parameters, and what stands in their scope. */
function inTelescope(head: string, params: readonly Param[], p: Printer, body: () => Doc): Doc {
  const doc = cat(head, paramsDoc(params, p), body());
  for (const _ of params) p.names.leave();
  return doc;
}

/** Each on its own indented line. */
function rows(docs: readonly Doc[]): Doc {
  return nest(2, cat(...docs.flatMap((doc) => [hardLine, doc])));
}

/** On the same line if it fits, otherwise indented on the next. */
function indented(doc: Doc): Doc {
  return group(nest(2, cat(line, doc)));
}

const BRACKETS = { explicit: ['(', ')'], implicit: ['{', '}'], synth: ['[', ']'] } as const;

/** Parameters in the brackets of their explicitness. Enters their scopes. */
function paramsDoc(params: readonly Param[], p: Printer): Doc {
  const docs = params.map((param) => {
    const [open, close] = BRACKETS[param.how];
    const type = typeDoc(param.type, 'lowest', p);
    return cat(open, p.names.bind(param.name), ':', type, close);
  });
  return cat(...(docs.length === 0 ? ['()'] : docs));
}

function declDoc(d: CoreDecl, p: Printer): Doc {
  const type = typeDoc(d.type, 'lowest', p);
  const value = termDoc(d.value, p);
  return cat(p.names.bind(d.name), ' : ', type, ' =', indented(value));
}

function isPure(row: Row): boolean {
  return row.effects.length === 0 && row.tail === null;
}

function call(head: Doc | string, args: readonly Doc[], open = '(', close = ')'): Doc {
  const inner = separate(args, cat(',', line));
  return cat(head, open, align(group(inner)), close);
}

function calls(head: Doc | string, args: readonly Term[], p: Printer): Doc {
  return call(
    head,
    args.map((arg) => termDoc(arg, p)),
  );
}

/** The text of a term. What is a type prints as one. */
function termDoc(t: Term, p: Printer): Doc {
  switch (t.tag) {
    case 'lam': {
      const head = cat('\\', paramsDoc(t.params, p), isPure(t.row) ? '' : ` {${rowText(t.row, p).slice(1)}`);
      const body = termDoc(t.body, p);
      for (const _ of t.params) p.names.leave();
      return cat(head, t.mode === 'call' ? '.' : '..', indented(body));
    }
    case 'app':
      return calls(atomDoc(t.fn, p), t.args, p);
    case 'block': {
      const decls = t.decls.map((d) => declDoc(d, p));
      const result = termDoc(t.result, p);
      for (const _ of t.decls) p.names.leave();
      return align(separate([...decls, result], hardLine));
    }
    case 'tuple':
      return calls('', t.items, p);
    case 'project':
      return cat(atomDoc(t.of, p), `.${t.index}`);
    case 'con':
      return con(t, p);
    case 'field':
      return cat(atomDoc(t.of, p), `.${fieldName(t, p)}`);
    case 'case':
      return caseDoc(t, p);
    case 'for':
      return forDoc(t, p);
    case 'index':
      return call(atomDoc(t.table, p), [termDoc(t.at, p)], '[', ']');
    case 'tableLit':
      return call(
        '',
        t.items.map((item) => termDoc(item, p)),
        '[',
        ']',
      );
    case 'pack':
      return cat('(', termDoc(t.first, p), ' ,> ', termDoc(t.second, p), ')');
    case 'pairFirst':
    case 'pairSecond':
      return cat(atomDoc(t.of, p), t.tag === 'pairFirst' ? '.first' : '.second');
    case 'refField':
      return cat(atomDoc(t.ref, p), `.ref ${t.index}`);
    case 'method':
      return cat(methodName(t, p), '[', termDoc(t.dict, p), ']');
    case 'prim':
      return calls(`%${t.name}`, t.args, p);
    case 'instance':
      return t.args.length === 0 ? text(t.instance.name) : calls(t.instance.name, t.args, p);
    case 'superclass':
      return cat(atomDoc(t.dict, p), `.super ${t.index}`);
    case 'finIx':
      return calls('Ix Fin', [t.size], p);
    case 'dataDict':
      return cat('Data ', typeDoc(t.type, 'arg', p));
    case 'lit':
      return text(`${t.value}:${SCALAR_TYPES[t.scalar]}`);
    case 'string':
      return text(JSON.stringify(t.bytes));
    default:
      return typeDoc(t, 'arg', p);
  }
}

/** A term that something is applied to. */
function atomDoc(t: Term, p: Printer): Doc {
  const doc = termDoc(t, p);
  return t.tag === 'lam' || t.tag === 'block' || t.tag === 'case' || t.tag === 'for'
    ? cat('(', align(doc), ')')
    : doc;
}

function con(t: TermOf<'con'>, p: Printer): Doc {
  const name = dataOf(t, p)?.constructors[t.index]?.name ?? t.data.name;
  return t.args.length === 0 ? text(name) : calls(name, t.args, p);
}

function dataOf(t: { readonly data: TermOf<'con'>['data'] }, p: Printer): DataDef | null {
  const d = p.definitions.lookup(t.data);
  return d.tag === 'data' ? d : null;
}

function fieldName(t: TermOf<'field'>, p: Printer): string {
  const data = dataOf(t, p);
  const hint = data?.constructors[0]?.fields[t.index]?.name.hint ?? '';
  return data?.fieldNames?.[t.index] ?? (hint === '' ? String(t.index) : hint);
}

function methodName(t: TermOf<'method'>, p: Printer): string {
  const d = p.definitions.lookup(t.cls);
  return (d.tag === 'class' ? d.methods[t.index]?.name : undefined) ?? `${t.cls.name}.${t.index}`;
}

function caseDoc(t: TermOf<'case'>, p: Printer): Doc {
  const constructors = dataOf(t, p)?.constructors ?? [];
  const alternatives = t.alternatives.map((a, i) => {
    const name = constructors[i]?.name ?? String(i);
    if (a === null) return text(`${name} -> missing`);
    const names = a.binders.map((binder) => p.names.bind(binder));
    const body = termDoc(a.body, p);
    for (const _ of a.binders) p.names.leave();
    return cat([name, ...names].join(' '), ' ->', indented(body));
  });
  return cat('case ', termDoc(t.scrutinee, p), ' of', rows(alternatives));
}

function forDoc(t: TermOf<'for'>, p: Printer): Doc {
  const keyword = `${t.direction === 'forward' ? 'for' : 'rof'}${t.effectOnly ? '_' : ''}`;
  const axis = t.axis === null ? '' : ` @${t.axis}`;
  const index = typeDoc(t.index, 'arg', p);
  const binder = p.names.bind(t.binder);
  const body = termDoc(t.body, p);
  p.names.leave();
  return cat(`${keyword}${axis} ${binder}:`, index, '.', indented(body));
}
