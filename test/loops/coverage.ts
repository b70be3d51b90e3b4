/** What a program contains: forms, operators, host operations, effects, kinds of types and of index sets. */
import {
  type Block,
  type BlockScope,
  type IndexSet,
  type Program,
  type Type,
  visitChildren,
} from '../../src/loops/index.ts';

export function featuresOf(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  const set = (s: IndexSet): void => {
    found.add(`set ${s.tag === 'range' ? s.kind : s.tag}`);
    if (s.tag === 'prod' || s.tag === 'sum') s.items.forEach(set);
  };
  const type = (t: Type): void => {
    found.add(`type ${t.tag}`);
    if (t.tag === 'product' || t.tag === 'sum') t.items.forEach(type);
    if (t.tag === 'table') {
      if (t.binder.id >= 0) found.add('dependent table');
      set(t.index);
      type(t.element);
    }
    if (t.tag === 'pair') type(t.second);
    if (t.tag === 'ref') type(t.content);
    if (t.tag === 'index') set(t.set);
  };
  const none = (): void => {};
  const visitor = { atom: none, type, set, heap: none, scope: (s: BlockScope) => walk(s.body) };
  const walk = (body: Block): void => {
    for (const effect of body.effects) found.add(`effect ${effect.tag}`);
    for (const decl of body.decls) {
      if (decl.tag === 'unpack') {
        found.add('unpack');
        continue;
      }
      const e = decl.expr;
      found.add(`form ${e.tag}`);
      if (e.tag === 'scalar') found.add(`operator ${e.operator}`);
      if (e.tag === 'host') found.add(`host ${e.operation}`);
      if (e.tag === 'for' || e.tag === 'each') found.add(`${e.tag} ${e.direction}`);
      type(e.type);
      visitChildren(e, visitor);
    }
  };
  for (const fn of program.functions) walk(fn.body);
  return found;
}
