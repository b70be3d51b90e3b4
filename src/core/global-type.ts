/** The types of top-level names, and those that a definition gives its parts. */
import { app, classType, dataType, global, param, pi, pureRow, typeKind, variable } from './build.ts';
import type { ClassDef, DataDef, Definitions } from './definitions.ts';
import type { GlobalRef, Param, Term } from './ir.ts';
import { substitute, substitution } from './substitute.ts';

/** The type of a top-level name that is mentioned without arguments, or null where the name has none. */
export function typeOfGlobal(ref: GlobalRef, definitions: Definitions): Term | null {
  const d = definitions.lookup(ref);
  switch (d.tag) {
    case 'function':
    case 'value':
    case 'foreign':
      return d.type;
    case 'data':
    case 'class':
      return d.params.length === 0 ? typeKind : pi(d.params, typeKind);
    case 'constructor': {
      const data = definitions.lookup(d.data);
      return data.tag === 'data' ? constructorType(data, d.index) : null;
    }
    case 'method': {
      const cls = definitions.lookup(d.cls);
      return cls.tag === 'class' ? methodType(cls, d.index) : null;
    }
    case 'instance': {
      const type = classType(d.cls, d.args);
      return d.params.length === 0 ? type : pi(d.params, type);
    }
  }
}

/** `(given type parameters) (fields) -> type`; of a constructor without either, the type. */
export function constructorType(data: DataDef, index: number): Term | null {
  const made = data.constructors[index];
  if (made === undefined) return null;
  const params = data.params.map(
    (p): Param => (p.how === 'explicit' ? { ...p, how: 'implicit', named: false } : p),
  );
  const type = dataType(
    data.ref,
    data.params.map((p) => variable(p.name)),
  );
  if (made.fields.length > 0) return pi([...params, ...made.fields], type);
  return params.length === 0 ? type : pi(params, type, pureRow, 'mention');
}

/** The dictionary of a class at its parameters, as the types of its methods call it. */
export function dictionaryParam(cls: ClassDef): Param {
  const args = cls.params.map((p) => variable(p.name));
  return param(cls.self, classType(cls.ref, args), 'synth', false);
}

/** The class's parameters, the dictionary, and then the method's own: `->>` for one that is not a function. */
export function methodType(cls: ClassDef, index: number): Term | null {
  const method = cls.methods[index];
  if (method === undefined) return null;
  const params = cls.params.map((p): Param => ({ ...p, how: p.how === 'explicit' ? 'implicit' : p.how }));
  const dictionary = dictionaryParam(cls);
  if (method.type.tag !== 'pi') return pi([...params, dictionary], method.type, pureRow, 'mention');
  const { params: own, result, row, mode } = method.type;
  return pi([...params, dictionary, ...own], result, row, mode);
}

/** A term in terms of a class's parameters and its dictionary, at some arguments and a dictionary. */
export function atDictionary(term: Term, cls: ClassDef, args: readonly Term[], dict: Term): Term {
  return substitute(term, substitution([...cls.params, cls.self], [...args, dict]));
}

/** The type of field `index` of a constructor, given its type arguments and the earlier fields. */
export function fieldType(
  data: DataDef,
  alternative: number,
  index: number,
  typeArgs: readonly Term[],
  earlier: readonly Term[],
): Term | null {
  const fields = data.constructors[alternative]?.fields;
  const field = fields?.[index];
  if (fields === undefined || field === undefined) return null;
  return substitute(
    field.type,
    substitution([...data.params, ...fields.slice(0, index)], [...typeArgs, ...earlier]),
  );
}

/** A top-level name applied to arguments, or the name itself where there are none. */
export function applied(ref: GlobalRef, args: readonly Term[]): Term {
  return args.length === 0 ? global(ref) : app(global(ref), args);
}
