import { isSymbol, nameStart } from './characters.ts';
import { levelOfOperator } from './precedence.ts';
import type {
  Binder,
  Block,
  CallExpr,
  CaseExpr,
  ChainExpr,
  Def,
  EffectRow,
  ExplicitParam,
  Expr,
  GivenClause,
  IfExpr,
  Param,
  Pattern,
  Statement,
} from './tree.ts';

/*
  The surface tree as text that parses to the same tree, spans aside. Layout is canonical, not the user's (for that see
  `format.ts`); parentheses stand where precedence asks for them.

  A text is written for a place: how tight an operator may be there (`level`, as in `precedence.ts`), whether something
  follows on the line (`tail` is false; bodies that reach as far as they can then need parentheses), and whether a line
  break may open a block there (`plain`; it may not directly inside brackets). A `case` of several alternatives directly
  inside brackets cannot be written at all, and no text parses to one; it is printed in a `do`.
*/

interface Place {
  readonly level: number;
  readonly tail: boolean;
  readonly plain: boolean;
  /** The indentation of the block around. */
  readonly indent: number;
}

const LOOSEST = 22;
const TYPE_ANNOTATION = 18;
const CONSTRAINT = 16;

const STEP = 2;

const inBrackets = (place: Place): Place => ({
  level: LOOSEST,
  tail: true,
  plain: false,
  indent: place.indent,
});
const at = (place: Place, level: number, tail = false): Place => ({
  ...place,
  level,
  tail: tail && place.tail,
});
const lineAt = (indent: number): Place => ({ level: LOOSEST, tail: true, plain: true, indent });
const breakLine = (indent: number): string => `\n${' '.repeat(indent)}`;

/** Joins an operator and what follows, with a blank where the two would be read as one operator. */
function glue(operator: string, text: string): string {
  return isSymbol(text.charCodeAt(0)) ? `${operator} ${text}` : operator + text;
}

/** The text of an expression, as it would stand on a line that is indented by `indent`. */
export function printExpr(expr: Expr, indent = 0): string {
  return write(expr, lineAt(indent));
}

/** A name where an expression or a binder stands: operators in parentheses. */
export function printName(name: string): string {
  return nameStart(name, 0) > 0 ? name : `(${name})`;
}

function write(expr: Expr, place: Place): string {
  if (!fits(expr, place)) return `(${writeBare(expr, inBrackets(place))})`;
  return writeBare(expr, place);
}

/** Whether an expression can stand at a place without parentheses. */
function fits(expr: Expr, place: Place): boolean {
  switch (expr.tag) {
    case 'int':
      return place.level >= 3;
    case 'float':
      return place.level >= 3 || !isNegative(expr.value);
    case 'negate':
      return place.level >= 3;
    case 'chain':
      return place.level >= levelOfOperator(expr.rest[0]!.op.name);
    case 'tableType':
      return place.level >= 10;
    case 'functionType':
      return place.level >= 11;
    case 'ascribe':
      return place.level >= 15;
    case 'pair':
      return place.level >= 20;
    case 'pairType':
      return place.level >= 21;
    case 'withType':
      return place.level >= 22;
    case 'range':
      return false;
    case 'lambda':
    case 'for':
    case 'do':
    case 'case':
    case 'if':
      return place.tail && place.level >= 1;
    case 'call':
      return !asJuxtaposition(expr, place) || place.level >= 2;
    default:
      return true;
  }
}

const isNegative = (value: number): boolean => value < 0 || Object.is(value, -0);

function writeBare(expr: Expr, place: Place): string {
  switch (expr.tag) {
    case 'var':
      return printName(expr.name);
    case 'hole':
    case 'error':
      return '_';
    case 'nat':
      return String(expr.value);
    case 'int':
      return expr.value < 0n ? String(expr.value) : `+${expr.value}`;
    case 'float':
      return printFloat(expr.value);
    case 'char':
      return `'${escapeBytes(String.fromCharCode(expr.value), "'")}'`;
    case 'string':
      return `"${escapeBytes(expr.value, '"')}"`;
    case 'primitive':
      return `%${expr.name.name}(${list(expr.args, place)})`;
    case 'call':
      return writeCall(expr, place);
    case 'index':
      return `${postfixTarget(expr.table, place)}[${list(expr.indices, place)}]`;
    case 'field': {
      const { name } = expr.field;
      return `${postfixTarget(expr.target, place)}.${typeof name === 'number' ? name : printName(name)}`;
    }
    case 'chain':
      return writeChain(expr, place);
    case 'negate': {
      const literal = expr.operand.tag === 'nat' || expr.operand.tag === 'float';
      return literal
        ? `-(${write(expr.operand, inBrackets(place))})`
        : glue('-', write(expr.operand, at(place, 2, true)));
    }
    case 'tuple':
      return `(${list(expr.elements, place)})`;
    case 'table':
      return `[${list(expr.elements, place)}]`;
    case 'pair':
      return `${write(expr.first, at(place, 19))} ,> ${write(expr.second, at(place, 20, true))}`;
    case 'lambda': {
      const params = expr.params.map((p) => lambdaParam(p, place)).join(' ');
      return `\\${params}.${body(expr.body, place)}`;
    }
    case 'for': {
      const binders = expr.binders.map(
        ({ axis, binder }) => (axis === null ? '' : `@${axis.name} `) + loopBinder(binder, place),
      );
      return `${expr.kind} ${binders.join(' ')}.${body(expr.body, place)}`;
    }
    case 'do':
      return `do${lines(expr.body, place.indent + STEP)}`;
    case 'case':
      return writeCase(expr, place);
    case 'if':
      return writeIf(expr, place);
    case 'functionType':
      return `(${typeParams(expr.params, place)}) ${expr.arrow} ${effects(expr.effects, place)}${write(expr.result, at(place, 11, true))}`;
    case 'tableType': {
      const element = write(expr.element, at(place, 10, true));
      if (expr.binder === null) return `${write(expr.index, at(place, 9))} => ${element}`;
      return `(${annotated(expr.binder.name, expr.index, place)}) => ${element}`;
    }
    case 'pairType': {
      const binder = annotated(expr.binder?.name ?? null, expr.first, place);
      return `(${binder}) &> ${write(expr.second, at(place, 21, true))}`;
    }
    case 'withType': {
      const binders = expr.binders.map((b) => annotated(b.name?.name ?? null, b.type!, place));
      return `${write(expr.type, at(place, 21))} with (${binders.join(', ')})`;
    }
    case 'range': {
      const limit = postfixTarget(expr.limit, place);
      return { from: `${limit}..`, after: `${limit}<..`, upTo: `..${limit}`, below: `..<${limit}` }[
        expr.kind
      ];
    }
    case 'ascribe':
      return `${write(expr.expr, at(place, 14))} :: ${write(expr.type, at(place, 14, true))}`;
  }
}

/** Numbers are read as long as possible, so a dot must not follow the digits of another thing. */
function postfixTarget(expr: Expr, place: Place): string {
  const digits = expr.tag === 'nat' || (expr.tag === 'field' && typeof expr.field.name === 'number');
  return digits ? `(${writeBare(expr, place)})` : write(expr, at(place, 0));
}

function list(exprs: readonly Expr[], place: Place): string {
  return exprs.map((e) => write(e, inBrackets(place))).join(', ');
}

// ------------------------------------------------------------------ calls and chains

/** Whether a text for this expression ends in the alternatives of a `case`, which brackets could not hold. */
function endsInLines(expr: Expr): boolean {
  switch (expr.tag) {
    case 'case':
      return !inlineCase(expr);
    case 'chain':
      return endsInLines(expr.rest[expr.rest.length - 1]!.operand);
    case 'call':
      return expr.args.length > 0 && endsInLines(expr.args[expr.args.length - 1]!);
    case 'negate':
      return endsInLines(expr.operand);
    case 'pair':
      return endsInLines(expr.second);
    default:
      return false;
  }
}

/** `f(x) case …` instead of `f(x, case …)`. */
function asJuxtaposition(expr: CallExpr, place: Place): boolean {
  const last = expr.args[expr.args.length - 1];
  return last !== undefined && place.plain && place.tail && endsInLines(last);
}

function writeCall(expr: CallExpr, place: Place): string {
  const target = postfixTarget(expr.function, place);
  const named = expr.named.map((arg) => `${arg.name.name} = ${write(arg.value, inBrackets(place))}`);
  const args = expr.args.map((arg) => write(arg, inBrackets(place)));
  if (!asJuxtaposition(expr, place)) return `${target}(${[...args, ...named].join(', ')})`;
  const last = expr.args[expr.args.length - 1]!;
  return `${target}(${[...args.slice(0, -1), ...named].join(', ')}) ${write(last, at(place, 1, true))}`;
}

function writeChain(expr: ChainExpr, place: Place): string {
  const level = levelOfOperator(expr.rest[0]!.op.name) - 1;
  const pieces = [write(expr.first, at(place, level))];
  expr.rest.forEach(({ op, operand }, k) => {
    const name = nameStart(op.name, 0) > 0 ? `\`${op.name}\`` : op.name;
    pieces.push(name, write(operand, at(place, level, k === expr.rest.length - 1)));
  });
  return pieces.join(' ');
}

// ------------------------------------------------------------------ bodies

/** A body after a dot or an equal sign: on the same line if it is a single expression. */
function body(block: Block, place: Place): string {
  if (block.statements.length > 0) return lines(block, place.indent + STEP);
  return ` ${write(block.result, { level: LOOSEST, tail: true, plain: true, indent: place.indent })}`;
}

/** A block on lines of its own. */
function lines(block: Block, indent: number): string {
  const texts = block.statements.map((s) => printStatement(s, indent));
  texts.push(write(block.result, lineAt(indent)));
  return texts.map((text) => breakLine(indent) + text).join('');
}

function inlineCase(expr: CaseExpr): boolean {
  const only = expr.alternatives.length === 1 ? expr.alternatives[0]! : null;
  return only !== null && only.body.statements.length === 0 && !endsInLines(only.body.result);
}

function writeCase(expr: CaseExpr, place: Place): string {
  const head = `case ${write(expr.scrutinee, at(place, LOOSEST))} of`;
  if (inlineCase(expr)) {
    const { pattern, body: block } = expr.alternatives[0]!;
    return `${head} ${printPattern(pattern, true)} -> ${write(block.result, at(place, LOOSEST, true))}`;
  }
  if (!place.plain) {
    const indent = place.indent + STEP;
    return `do${breakLine(indent)}${writeCase(expr, lineAt(indent))}`;
  }
  const indent = place.indent + STEP;
  const alternatives = expr.alternatives.map(
    (a) => `${breakLine(indent)}${printPattern(a.pattern, true)} ->${body(a.body, lineAt(indent))}`,
  );
  return head + alternatives.join('');
}

function writeIf(expr: IfExpr, place: Place): string {
  const { consequent, alternative } = expr;
  const head = `if ${write(expr.condition, at(place, LOOSEST))}`;
  const blocks = consequent.statements.length > 0 || (alternative?.statements.length ?? 0) > 0;
  if (!blocks && (alternative === null || !endsInLines(consequent.result))) {
    const inner = { ...place, plain: true };
    const then = `${head} then ${write(consequent.result, at(inner, LOOSEST, alternative === null))}`;
    if (alternative === null) return then;
    return `${then} else ${write(alternative.result, at(inner, LOOSEST, true))}`;
  }
  const indent = place.indent + STEP;
  const then = `${breakLine(indent)}then${body(consequent, lineAt(indent))}`;
  const otherwise =
    alternative === null ? '' : `${breakLine(indent)}else${body(alternative, lineAt(indent))}`;
  return head + then + otherwise;
}

/** The text of a statement in a block that is indented by `indent`. */
export function printStatement(statement: Statement, indent: number): string {
  const place = lineAt(indent);
  switch (statement.tag) {
    case 'let':
      return printLet(statement.pattern, statement.type, statement.value, indent);
    case 'def':
      return printDef(statement.def, indent);
    case 'expression':
      return write(statement.expr, place);
    case 'bind': {
      const { name, type } = statement.binder;
      const bare = binderName(name?.name ?? null);
      const binder =
        type === null
          ? bare
          : glue(`${bare}:`, write(type, { ...place, level: TYPE_ANNOTATION, tail: false }));
      return `${binder} <-${body(statement.call, place)}`;
    }
    case 'pass':
      return 'pass';
  }
}

/** `pattern : type = value` */
export function printLet(pattern: Pattern, type: Expr | null, value: Block, indent: number): string {
  const place = lineAt(indent);
  const annotation =
    type === null ? '' : ` : ${write(type, { ...place, level: TYPE_ANNOTATION, tail: false })}`;
  return `${printPattern(pattern, false)}${annotation} =${body(value, place)}`;
}

/** A function definition, without its annotation. */
export function printDef(def: Def, indent: number): string {
  const place = { ...lineAt(indent), tail: false };
  const { result } = def;
  const type =
    result === null ? '' : ` ${result.arrow} ${effects(result.effects, place)}${write(result.type, place)}`;
  const given = def.given === null ? '' : ` ${printGiven(def.given, indent)}`;
  return `def ${printName(def.name.name)}(${params(def.params, place)})${type}${given} =${body(def.body, place)}`;
}

/** A body after a command: on its line, or indented below it. */
export function printBody(block: Block, indent: number): string {
  return body(block, lineAt(indent));
}

// ------------------------------------------------------------------ binders and patterns

const binderName = (name: string | null): string => (name === null ? '_' : printName(name));

function annotated(name: string | null, type: Expr, place: Place): string {
  return glue(`${binderName(name)}:`, write(type, { ...inBrackets(place), level: TYPE_ANNOTATION }));
}

function explicitParam(param: ExplicitParam, place: Place): string {
  const name = param.name?.name ?? null;
  if (param.constraints.length > 0) {
    const constraints = param.constraints.map((c) =>
      write(c, { ...inBrackets(place), level: CONSTRAINT, tail: false }),
    );
    return `${binderName(name)} | ${constraints.join(' | ')}`;
  }
  return param.type === null ? binderName(name) : annotated(name, param.type, place);
}

/** Parameters of a function type; one without a name is written as its type alone. */
function typeParams(list: readonly Param[], place: Place): string {
  const texts = list.map((p) => {
    if (p.tag === 'given') return printGiven(p, place.indent);
    const anonymous = p.name === null && p.type !== null;
    return anonymous ? write(p.type, inBrackets(place)) : explicitParam(p, place);
  });
  return texts.join(', ');
}

/** Parameters of a definition, between parentheses. */
function params(list: readonly Param[], place: Place): string {
  return list
    .map((p) => (p.tag === 'given' ? printGiven(p, place.indent) : explicitParam(p, place)))
    .join(', ');
}

/** A parameter list, as after the name of a definition. */
export function printParams(list: readonly Param[], indent: number): string {
  return params(list, lineAt(indent));
}

function lambdaParam(param: Param, place: Place): string {
  if (param.tag === 'given') return `(${printGiven(param, place.indent)})`;
  const simple = param.type === null && param.constraints.length === 0;
  return simple ? binderName(param.name?.name ?? null) : `(${explicitParam(param, place)})`;
}

function loopBinder({ name, type }: Binder, place: Place): string {
  return type === null ? binderName(name?.name ?? null) : `(${annotated(name?.name ?? null, type, place)})`;
}

/** A type, or a named one: arguments of constructors, and constraints. */
export function printNamedOrType({ name, type }: Binder, indent: number): string {
  const place = lineAt(indent);
  if (type === null) return binderName(name?.name ?? null);
  return name === null ? write(type, inBrackets(place)) : annotated(name.name, type, place);
}

/** `given (…) (…)` */
export function printGiven(given: GivenClause, indent: number): string {
  const implicits = given.implicits.map((p) => explicitParam(p, lineAt(indent))).join(', ');
  if (given.constraints.length === 0) return `given (${implicits})`;
  return `given (${implicits}) (${given.constraints.map((c) => printNamedOrType(c, indent)).join(', ')})`;
}

function effects(row: EffectRow | null, place: Place): string {
  if (row === null) return '';
  const labels = row.effects.map(({ name, argument }) =>
    argument === null ? name.name : `${name.name}(${write(argument, inBrackets(place))})`,
  );
  const tail = row.tail === null ? '' : `| ${printName(row.tail.name)}`;
  return `{${[labels.join(', '), tail].filter((text) => text !== '').join(' ')}} `;
}

/** The text of a pattern. A constructor without arguments needs no parentheses at the head of an alternative. */
export function printPattern(pattern: Pattern, head: boolean): string {
  switch (pattern.tag) {
    case 'var':
      return printName(pattern.name);
    case 'hole':
    case 'error':
      return '_';
    case 'tuple':
      return `(${pattern.elements.map((p) => printPattern(p, false)).join(', ')})`;
    case 'table':
      return `[${pattern.elements.map((p) => printPattern(p, false)).join(', ')}]`;
    case 'con': {
      const name = printName(pattern.name.name);
      if (pattern.args.length > 0)
        return `${name}(${pattern.args.map((p) => printPattern(p, false)).join(', ')})`;
      return head ? name : `(${name})`;
    }
    case 'pair':
      return `(${printPattern(pattern.first, false)} ,> ${printPattern(pattern.second, false)})`;
  }
}

// ------------------------------------------------------------------ literals

/** A float so that it reads as the same number: digits on both sides of the dot, an exponent only after them. */
export function printFloat(value: number): string {
  if (isNegative(value)) return `-${printFloat(-value)}`;
  if (value === Number.POSITIVE_INFINITY) return '1.0e999';
  const [mantissa, exponent] = String(value).split(/e\+?/);
  const digits = mantissa!.includes('.') ? mantissa! : `${mantissa}.0`;
  return exponent === undefined ? digits : `${digits}e${exponent}`;
}

/** Bytes as they stand between quotes. A decimal escape is followed by no digit: that is escaped as well. */
function escapeBytes(bytes: string, quote: string): string {
  let out = '';
  let afterNumber = false;
  for (const byte of bytes) {
    const code = byte.charCodeAt(0);
    const printable: boolean = code >= 32 && code < 127 && !(afterNumber && code >= 48 && code <= 57);
    if (byte === '\n') out += '\\n';
    else if (byte === quote || byte === '\\') out += `\\${byte}`;
    else out += printable ? byte : `\\${code}`;
    afterNumber = !printable && byte !== '\n';
  }
  return out;
}
