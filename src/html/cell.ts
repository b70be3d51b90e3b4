/** A cell and what it answered, as HTML. */
import { type CellResult, type Output, outputText } from '../session/index.ts';
import { positionAt, type SourceFile, type Style } from '../source/index.ts';
import { highlight } from '../syntax/index.ts';
import { escapeHtml } from './escape.ts';
import { markdown } from './markdown.ts';
import { sanitise } from './sanitise.ts';

/**
 * The HTML of a program's cells. Cells of code that no empty line parts stand together, comments with the code that
 * they precede; recorded outputs are left out.
 */
export function cellsHtml(results: readonly CellResult[], file: SourceFile): string {
  const parts: string[] = [];
  let group: string[] = [];
  const endGroup = (): void => {
    if (group.length > 0) parts.push(`<div class="group">\n${group.join('')}</div>\n`);
    group = [];
  };
  for (const result of results) {
    const { cell } = result;
    if (cell.tag === 'prose' || (cell.tag === 'blank' && /^[ \t]*\r?\n/.test(cell.text))) endGroup();
    const html = cellHtml(result, file);
    if (cell.tag === 'prose') parts.push(html);
    else if (html !== '') group.push(html);
    if (cell.tag === 'blank' && /\n[ \t]*\r?\n$/.test(cell.text)) endGroup();
  }
  endGroup();
  return parts.join('');
}

function cellHtml({ cell, outputs }: CellResult, file: SourceFile): string {
  switch (cell.tag) {
    case 'output':
      return '';
    case 'prose':
      return `<div class="prose">${markdown(cell.prose.trimStart())}</div>\n`;
    case 'blank':
      return cell.text.trim() === '' ? '' : `<div class="cell">${codeHtml(cell.text)}</div>\n`;
    case 'code': {
      const { line } = positionAt(file, cell.span.start);
      const link = `<a class="line" href="#L${line}" aria-label="line ${line}">${line}</a>`;
      const shown = outputs.map((output) => outputHtml(output)).join('');
      return `<section class="cell" id="L${line}">${codeHtml(cell.text)}${link}${shown}</section>\n`;
    }
  }
}

/** Source text in colours, without empty lines around it. */
function codeHtml(text: string): string {
  const pieces = highlight(text.trimEnd().replace(/^(?:[ \t]*\r?\n)+/, '')).map(({ kind, text: piece }) =>
    kind === 'blank' || kind === 'name' || kind === 'symbol'
      ? escapeHtml(piece)
      : `<span class="${kind}">${escapeHtml(piece)}</span>`,
  );
  return `<pre class="code"><code>${pieces.join('')}</code></pre>`;
}

function outputHtml(output: Output): string {
  switch (output.tag) {
    case 'text':
      return `<pre class="result">${escapeHtml(output.text)}</pre>`;
    case 'html':
      return `<div class="picture">${sanitise(output.html)}</div>`;
    case 'diagnostic':
      return `<pre class="error" role="alert">${marked(outputText(output, MARKING))}</pre>`;
  }
}

/*
  A diagnostic is rendered as text whose parts are marked by characters for private use, which become tags when the
  text has been escaped. Those characters do not come from a program: a text that holds one is shown without it.
*/
const END = '\uf8ff';
const STYLES = ['heading', 'primary', 'secondary', 'gutter', 'help'] as const;
const FIRST = 0xf8f0;
const GUTTER = String.fromCharCode(FIRST + STYLES.indexOf('gutter'));
const MARK = /[\uf8f0-\uf8ff]/g;

const MARKING = Object.fromEntries(
  STYLES.map((name, k) => [
    name,
    (text: string) => (text === '' ? '' : `${String.fromCharCode(FIRST + k)}${text}${END}`),
  ]),
) as Readonly<Record<(typeof STYLES)[number], (text: string) => string>> satisfies Style;

/** The lines that quote the source stand in boxes that scroll, so that carets stay below what they point at. */
function marked(text: string): string {
  const parts: string[] = [];
  let quoted: string[] = [];
  let said: string[] = [];
  const end = (): void => {
    if (said.length > 0) parts.push(withTags(said.join('\n')));
    if (quoted.length > 0) parts.push(`<span class="excerpt">${withTags(quoted.join('\n'))}</span>`);
    [quoted, said] = [[], []];
  };
  for (const line of text.split('\n')) {
    const isQuoted = line.startsWith(GUTTER);
    if ((isQuoted ? said : quoted).length > 0) end();
    (isQuoted ? quoted : said).push(line);
  }
  end();
  return parts.join('');
}

function withTags(text: string): string {
  let depth = 0;
  const html = escapeHtml(text).replace(MARK, (mark) => {
    const name = STYLES[mark.charCodeAt(0) - FIRST];
    if (name !== undefined) {
      depth += 1;
      return `<span class="${name}">`;
    }
    if (depth === 0) return '';
    depth -= 1;
    return '</span>';
  });
  return html + '</span>'.repeat(depth);
}
