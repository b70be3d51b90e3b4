import { sourceFile } from '../../src/source/index.ts';
import {
  type Block,
  type Cell,
  type CodeCell,
  type Expr,
  type Item,
  type Param,
  type Pattern,
  parseSource,
  type Statement,
} from '../../src/syntax/index.ts';

/*
  Surface trees as s-expressions, so that a test can say how a text groups. Written apart from the printer on purpose:
  every node has its brackets, so nothing depends on precedence.
*/

/** The cells of a text. */
export function cellsOf(text: string): Cell[] {
  return parseSource(sourceFile('test.dx', text));
}

/** The only code cell of a text, blank cells aside. */
export function codeOf(text: string): CodeCell {
  const code = cellsOf(text).filter((cell) => cell.tag === 'code');
  if (code.length !== 1) throw new Error(`expected one block, found ${code.length}`);
  return code[0]!;
}

/** The only item of a text, which must have no errors. */
export function itemOf(text: string): Item {
  const { item, diagnostics } = codeOf(text);
  if (item === null || diagnostics.length > 0) throw new Error(diagnostics.map((d) => d.message).join('; '));
  return item;
}

/** The codes of the diagnostics of a text, in order. */
export function codesOf(text: string): string[] {
  return cellsOf(text).flatMap((cell) => (cell.tag === 'code' ? cell.diagnostics.map((d) => d.code) : []));
}

/** The shape of an expression, given as text. */
export function shapeOf(text: string): string {
  const item = itemOf(`:p ${text}\n`);
  if (item.tag !== 'command') throw new Error('not a command');
  return block(item.body);
}

/** The shape of a block: its statements and result, separated by semicolons. */
export function block({ statements, result }: Block): string {
  return [...statements.map(statement), shape(result)].join('; ');
}

function statement(s: Statement): string {
  switch (s.tag) {
    case 'let':
      return `${pattern(s.pattern)}${s.type === null ? '' : ` : ${shape(s.type)}`} = {${block(s.value)}}`;
    case 'def':
      return `def ${s.def.name.name}(${s.def.params.map(param).join(' ')}) = {${block(s.def.body)}}`;
    case 'expression':
      return shape(s.expr);
    case 'bind':
      return `${s.binder.name?.name ?? '_'} <- {${block(s.call)}}`;
    case 'pass':
      return 'pass';
  }
}

export function pattern(p: Pattern): string {
  switch (p.tag) {
    case 'var':
      return p.name;
    case 'con':
      return `<${[p.name.name, ...p.args.map(pattern)].join(' ')}>`;
    case 'tuple':
    case 'table':
      return `(${[p.tag, ...p.elements.map(pattern)].join(' ')})`;
    case 'pair':
      return `(pair ${pattern(p.first)} ${pattern(p.second)})`;
    default:
      return p.tag === 'hole' ? '_' : 'error';
  }
}

export function param(p: Param): string {
  if (p.tag === 'given') {
    const constraints = p.constraints.map(
      (c) => `${c.name === null ? '' : `${c.name.name}:`}${shape(c.type!)}`,
    );
    return `[given ${p.implicits.map(param).join(' ')}${constraints.length === 0 ? '' : ` / ${constraints.join(' ')}`}]`;
  }
  const type = p.type === null ? '' : `:${shape(p.type)}`;
  return `${p.name?.name ?? '_'}${type}${p.constraints.map((c) => `|${shape(c)}`).join('')}`;
}

export function shape(e: Expr): string {
  const node = (tag: string, ...parts: string[]): string => `(${[tag, ...parts].join(' ')})`;
  switch (e.tag) {
    case 'var':
      return e.name;
    case 'hole':
      return '_';
    case 'error':
      return 'error';
    case 'nat':
      return String(e.value);
    case 'int':
      return `int${e.value}`;
    case 'float':
      return `float${Object.is(e.value, -0) ? '-0' : e.value}`;
    case 'char':
      return `char${e.value}`;
    case 'string':
      return JSON.stringify(e.value);
    case 'primitive':
      return node(`%${e.name.name}`, ...e.args.map(shape));
    case 'call':
      return node(
        'call',
        shape(e.function),
        ...e.args.map(shape),
        ...e.named.map((n) => `${n.name.name}=${shape(n.value)}`),
      );
    case 'index':
      return node('index', shape(e.table), ...e.indices.map(shape));
    case 'field':
      return node('field', shape(e.target), String(e.field.name));
    case 'chain':
      return node('chain', shape(e.first), ...e.rest.map((l) => `${l.op.name} ${shape(l.operand)}`));
    case 'negate':
      return node('neg', shape(e.operand));
    case 'tuple':
    case 'table':
      return node(e.tag, ...e.elements.map(shape));
    case 'pair':
      return node('pair', shape(e.first), shape(e.second));
    case 'lambda':
      return node('\\', `[${e.params.map(param).join(' ')}]`, block(e.body));
    case 'for': {
      const binders = e.binders.map(({ axis, binder: { name, type } }) => {
        const annotation = type === null ? '' : `:${shape(type)}`;
        return `${axis === null ? '' : `@${axis.name} `}${name?.name ?? '_'}${annotation}`;
      });
      return node(e.kind, `[${binders.join(' ')}]`, block(e.body));
    }
    case 'do':
      return node('do', block(e.body));
    case 'case':
      return node(
        'case',
        shape(e.scrutinee),
        ...e.alternatives.map((a) => `[${pattern(a.pattern)} -> ${block(a.body)}]`),
      );
    case 'if': {
      const otherwise = e.alternative === null ? [] : [`[${block(e.alternative)}]`];
      return node('if', shape(e.condition), `[${block(e.consequent)}]`, ...otherwise);
    }
    case 'functionType': {
      const row =
        e.effects === null
          ? []
          : [
              `{${e.effects.effects.map((f) => f.name.name + (f.argument === null ? '' : ` ${shape(f.argument)}`)).join(',')}${e.effects.tail === null ? '' : `|${e.effects.tail.name}`}}`,
            ];
      return node(e.arrow, `[${e.params.map(param).join(' ')}]`, ...row, shape(e.result));
    }
    case 'tableType':
      return node('=>', `${e.binder === null ? '' : `${e.binder.name}:`}${shape(e.index)}`, shape(e.element));
    case 'pairType':
      return node('&>', `${e.binder?.name ?? '_'}:${shape(e.first)}`, shape(e.second));
    case 'withType':
      return node('with', shape(e.type), ...e.binders.map((b) => `${b.name?.name ?? '_'}:${shape(b.type!)}`));
    case 'range':
      return node(e.kind, shape(e.limit));
    case 'ascribe':
      return node('::', shape(e.expr), shape(e.type));
  }
}
