import {
  printBody,
  printDef,
  printExpr,
  printGiven,
  printLet,
  printName,
  printNamedOrType,
  printParams,
} from './print.ts';
import type { Def, GivenClause, InlineAnnotation, Item, Param, Signature } from './tree.ts';

const STEP = 2;
const line = (text: string): string => `\n${' '.repeat(STEP)}${text}`;

/** The text of a top-level item, without a final newline, so that it parses to the same item. */
export function printItem(item: Item): string {
  switch (item.tag) {
    case 'expression':
      return firstColumn(printExpr(item.expr));
    case 'command':
      return `:${item.command}${item.name === null ? '' : ` ${printName(item.name.name)}`}${printBody(item.body, 0)}`;
    case 'meta':
      return `:${item.command} ${item.argument}`.trimEnd();
    case 'pass':
      return 'pass';
    case 'let':
      return annotation(item.annotation) + printLet(item.pattern, item.type, item.value, 0);
    case 'def':
      return annotation(item.def.annotation) + printDef(item.def, 0);
    case 'data': {
      const constructors = item.constructors.map(({ name, args }) => {
        const list = args.map((arg) => printNamedOrType(arg, STEP)).join(', ');
        return line(printName(name.name) + (args.length === 0 ? '' : `(${list})`));
      });
      return `data ${typeHead(item.name.name, item.params, item.given)} =${constructors.join('')}`;
    }
    case 'struct': {
      const members = [...item.fields.map(signature), ...item.methods.map(method)];
      return `struct ${typeHead(item.name.name, item.params, item.given)} =${members.join('') || line('pass')}`;
    }
    case 'interface': {
      const members = item.methods.map(signature).join('') || line('pass');
      return `interface ${printName(item.name.name)}(${printParams(item.params, 0)})${members}`;
    }
    case 'instance':
      return printInstance(item);
    case 'import':
      return `import ${item.module.name}`;
    case 'foreign':
      return `foreign ${JSON.stringify(item.symbol)} ${printName(item.name.name)} : ${printExpr(item.type)}`;
    case 'customLinearization': {
      const keyword = item.symbolic ? 'custom-linearization-symbolic' : 'custom-linearization';
      return `${keyword} ${printName(item.name.name)} ${printExpr(item.value)}`;
    }
  }
}

/** In the first column a quote begins prose, and `data` a declaration. */
function firstColumn(text: string): string {
  return /^('|(data|enum)(?![\p{L}\p{N}_'(]))/u.test(text) ? `(${text})` : text;
}

function annotation(word: InlineAnnotation | null): string {
  return word === null ? '' : `@${word}\n`;
}

function typeHead(name: string, params: readonly Param[], given: GivenClause | null): string {
  const list = params.length === 0 ? '' : `(${printParams(params, 0)})`;
  return printName(name) + list + (given === null ? '' : ` ${printGiven(given, 0)}`);
}

function signature({ name, type }: Signature): string {
  return line(`${printName(name.name)} : ${printExpr(type, STEP)}`);
}

function method(def: Def): string {
  const word = def.annotation === null ? '' : line(`@${def.annotation}`);
  return word + line(printDef(def, STEP));
}

function printInstance(item: Item & { readonly tag: 'instance' }): string {
  const given = item.given === null ? '' : ` ${printGiven(item.given, 0)}`;
  const head = `${printName(item.class.name)}(${item.args.map((arg) => printExpr(arg)).join(', ')})${given}`;
  const members = item.members.map((member) =>
    line(
      member.tag === 'def'
        ? printDef(member.def, STEP)
        : `${printName(member.name.name)} =${printBody(member.value, STEP)}`,
    ),
  );
  const body = members.join('') || line('pass');
  if (item.name === null) return `instance ${head}${body}`;
  const name = printName(item.name.name);
  if (item.params === null) return `named-instance ${name} : ${head}${body}`;
  return `named-instance ${name}(${printParams(item.params, 0)}) -> ${head}${body}`;
}
