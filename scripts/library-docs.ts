/**
 * The reference of the standard library, from its sources. The comment directly above a definition is its docstring:
 * Markdown, in which lines indented by four blanks are an example, a program that holds its own outputs.
 */
import { type Span, sourceFile } from '../src/source/index.ts';
import { type Cell, type Def, type Item, parseSource } from '../src/syntax/index.ts';

/** A public definition of a module. */
export interface Entry {
  readonly tag: 'entry';
  readonly name: string;
  /** Its declaration without what it computes. */
  readonly declaration: string;
  readonly docs: string;
}

/** Prose between definitions, as Markdown. */
export interface Passage {
  readonly tag: 'prose';
  readonly markdown: string;
}

/** What a module's page says. */
export interface ModuleDocs {
  readonly name: string;
  readonly title: string;
  readonly parts: readonly (Entry | Passage)[];
  /** The heads of its instances. */
  readonly instances: readonly string[];
}

/** The modules of the library in the order of the index: the prelude, those that upstream has, and Pointful's own. */
export const GROUPS: readonly { readonly title: string; readonly modules: readonly string[] }[] = [
  { title: 'In every program', modules: ['prelude'] },
  {
    title: 'Libraries',
    modules: [
      'complex',
      'sort',
      'set',
      'fft',
      'linalg',
      'stats',
      'parser',
      'png',
      'netpbm',
      'diagram',
      'plot',
    ],
  },
  {
    title: "Pointful's own libraries",
    modules: ['autodiff', 'csv', 'jsonl', 'images', 'float64', 'topk', 'exmy'],
  },
];

/** Reads the documentation of a module from its source. Names that end in `_internal` or `Internal` are its own affair. */
export function moduleDocs(name: string, source: string): ModuleDocs {
  const cells = parseSource(sourceFile(`${name}.dx`, source));
  const parts: (Entry | Passage)[] = [];
  const instances: string[] = [];
  let comment = '';
  for (const cell of cells) {
    if (cell.tag === 'prose') parts.push({ tag: 'prose', markdown: cell.prose.trim() });
    if (cell.tag === 'code' && cell.item !== null) {
      const { item } = cell;
      if (item.tag === 'instance' && item.name === null) instances.push(instanceHead(source, item));
      const declared = declarationOf(source, cell, item);
      if (declared !== null && !/_internal$|Internal$/.test(declared.name)) {
        parts.push({ tag: 'entry', ...declared, docs: comment });
      }
    }
    comment = cell.tag === 'blank' ? docstring(cell.text) : '';
  }
  const [first] = parts;
  const title = first?.tag === 'prose' ? /^# (.*)/.exec(first.markdown)?.[1] : undefined;
  return { name, title: title ?? name, parts, instances };
}

/** The lines of comment at the end of a text between cells, without their marks. */
function docstring(blank: string): string {
  const [lines = ''] = /(?:(?:^|\n)--.*)*\n?$/.exec(blank) ?? [];
  return lines.trim().replace(/^-- ?/gm, '');
}

function declarationOf(source: string, cell: Cell, item: Item): Pick<Entry, 'name' | 'declaration'> | null {
  switch (item.tag) {
    case 'def':
      return { name: item.def.name.name, declaration: defHead(source, item.def) };
    case 'let':
      return item.pattern.tag === 'var'
        ? { name: item.pattern.name, declaration: letHead(source, item) }
        : null;
    case 'interface':
    case 'data':
      return { name: item.name.name, declaration: cell.text.trim() };
    case 'instance':
      return item.name === null ? null : { name: item.name.name, declaration: instanceHead(source, item) };
    case 'foreign':
      return { name: item.name.name, declaration: `${item.name.name} : ${textOf(source, item.type)}` };
    case 'struct': {
      let text = '';
      let at = item.span.start;
      for (const method of item.methods) {
        text += `${source.slice(at, method.span.start)}def ${defHead(source, method)}`;
        at = method.body.span.end;
      }
      return { name: item.name.name, declaration: (text + source.slice(at, item.span.end)).trim() };
    }
    default:
      return null;
  }
}

const textOf = (source: string, { span }: { readonly span: Span }): string =>
  source.slice(span.start, span.end);

/** A function's name, parameters and result. */
function defHead(source: string, { name, body }: Def): string {
  return source
    .slice(name.span.start, body.span.start)
    .replace(/(?:\s*--[^\n]*)+\s*$/, '')
    .trim()
    .replace(/\s*=$/, '');
}

/** A constant's type, or a type that a name abbreviates; one that is made by a primitive has only its comment. */
function letHead(source: string, { pattern, type, value }: Extract<Item, { tag: 'let' }>): string {
  const name = textOf(source, pattern);
  if (type !== null) return `${name} : ${textOf(source, type)}`;
  const meaning = textOf(source, value).trim();
  return meaning.startsWith('%') ? name : `${name} = ${meaning}`;
}

/** An instance without its members. */
function instanceHead(source: string, item: Extract<Item, { tag: 'instance' }>): string {
  const [head = ''] = textOf(source, item).split(/\n {2}(?! )/);
  return head.replace(/^(?:named-)?instance /, '').trim();
}

// ------------------------------------------------------------------ examples

/** The programs in a docstring. */
export function examplesOf(docs: string): string[] {
  const found = docs.match(/(?:^ {4}.*\n?)+/gm) ?? [];
  return found.map((text) => `${text.replace(/^ {4}/gm, '').trimEnd()}\n`);
}

// ------------------------------------------------------------------ pages

/** The page of a module, as Markdown. */
export function modulePage(docs: ModuleDocs): string {
  const [first, ...rest] = docs.parts;
  const opening = first?.tag === 'prose' ? first.markdown : `# ${docs.title}`;
  const [title = '', ...prose] = opening.split('\n');
  const how = docs.name === 'prelude' ? '' : `    import ${docs.name}\n\n`;
  const parts = rest.map((part) => (part.tag === 'prose' ? `${part.markdown}\n` : entryText(part)));
  const instances =
    docs.instances.length === 0
      ? ''
      : `\n## Instances\n\n${docs.instances.map((head) => `- \`${head}\`\n`).join('')}`;
  return `${title}\n\n${NOTE}\n\n${how}${prose.join('\n').trim()}\n\n${parts.join('\n')}${instances}`;
}

const NOTE = '<!-- Made from the sources in stdlib/ by `npm run library-docs`. -->';

function entryText({ name, declaration, docs }: Entry): string {
  const text = docs.replace(/(?<! {4}.*)\n(?= {4})/g, '\n\n');
  return `### \`${name}\`\n\n\`\`\`\n${declaration}\n\`\`\`\n\n${text}\n`;
}

/** The page that lists the modules and their names. */
export function indexPage(modules: readonly ModuleDocs[]): string {
  const groups = GROUPS.map(({ title, modules: names }) => {
    const parts = names.map((name) => {
      const docs = modules.find((module) => module.name === name);
      if (docs === undefined) throw new Error(`there is no module ${name}`);
      const entries = docs.parts.flatMap((part) => (part.tag === 'entry' ? [`\`${part.name}\``] : []));
      return `### [${name}](${name}.md)\n\n${docs.title}. ${entries.length} names:\n${entries.join(' ')}\n`;
    });
    return `## ${title}\n\n${parts.join('\n')}`;
  });
  return `# The standard library\n\n${NOTE}\n\nEvery public name with its type and what it means. The examples on these pages are run by the tests.\n\n${groups.join('\n')}`;
}
