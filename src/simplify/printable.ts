/** Values as they are printed: what is not data (a function, a type) is printed as a fixed text, so it becomes a unit. */
import type { SourceId } from '../core/index.ts';
import { type Atom, indexType, make, UNIT_ATOM } from '../loops/index.ts';
import { type Context, emit } from './context.ts';
import { materialise } from './data.ts';
import { Env, TOP } from './env.ts';
import { indexing } from './index-sets.ts';
import { distribute } from './join.ts';
import { fromTemplate } from './template.ts';
import { bindParams, dataDefinition, force, isDataType } from './types.ts';
import type { TypeValue, Value } from './value.ts';

/** Data of the shape that the format of `type` describes. */
export function printable(c: Context, value: Value, type: TypeValue, source: SourceId): Atom {
  if (isDataType(c, type)) return materialise(c, value, source);
  switch (type.tag) {
    case 'tuple': {
      if (value.tag !== 'product') return UNIT_ATOM;
      const items = value.items.map((item, i) => printable(c, item, type.items[i]!, source));
      return emit(c, make.tuple(items, source));
    }
    case 'table': {
      if (value.tag !== 'tables' || type.element.tag !== 'constant') return UNIT_ATOM;
      const element = type.element.type;
      const { set } = indexing(c, type.index, type.ix, source);
      const binder = c.code.bind('i', indexType(set));
      const body = c.code.block(() => {
        const packed = emit(c, make.index(value.atom, make.variable(binder), source));
        return printable(c, fromTemplate(c, value.element, packed, source), element, source);
      });
      return emit(c, make.forLoop('forward', set, binder, body, source));
    }
    case 'pair': {
      if (value.tag !== 'pack') return UNIT_ATOM;
      const first = printable(c, value.first, type.first, source);
      const second = printable(c, value.second, force(c, type.second, value.first), source);
      return emit(c, make.tuple([first, second], source));
    }
    case 'data':
      return printableData(c, value, type, source);
    default:
      return UNIT_ATOM;
  }
}

function printableData(
  c: Context,
  value: Value,
  type: Extract<TypeValue, { tag: 'data' }>,
  source: SourceId,
): Atom {
  const def = dataDefinition(c, type.data);
  const { constructors } = def;
  if (constructors.length !== 1) return UNIT_ATOM;
  if (value.tag !== 'con') {
    const shown = distribute(c, value, source, null, (v) => ({
      tag: 'data',
      atom: v.tag === 'con' ? printableData(c, v, type, source) : UNIT_ATOM,
    }));
    return materialise(c, shown, source);
  }
  const env = bindParams(new Env<Value>(null, TOP), def.params, type.args);
  const fields = constructors[0]!.fields.map((field, i) => {
    const arg = value.args[i]!;
    const atom = printable(c, arg, c.machine.type(c, field.type, env), source);
    env.set(field.name, arg);
    return atom;
  });
  if (fields.length === 0) return UNIT_ATOM;
  return fields.length === 1 ? fields[0]! : emit(c, make.tuple(fields, source));
}
