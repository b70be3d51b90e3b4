/**
 * Prose: CommonMark with GitHub's tables, and mathematics between `$` or `$$` as MathML. Markup in prose is shown, not
 * obeyed, and links lead only to the web: that is micromark's safe mode, which is its default.
 */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import temml from 'temml';
import { escapeHtml } from './escape.ts';

/** The HTML of a Markdown text. */
export function markdown(text: string): string {
  const formulas: string[] = [];
  const source = text.replace(MARKS, '').replace(CODE_OR_FORMULA, (found, _ticks, display, inline) => {
    const formula: string | undefined = display ?? inline;
    if (formula === undefined) return found;
    formulas.push(formulaHtml(formula, display !== undefined));
    return `${OPEN}${formulas.length - 1}${CLOSE}`;
  });
  const html = micromark(source, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
  return html
    .replace(REMOTE_PICTURE, (_, source, name) => `<a href="${source}">${name === '' ? source : name}</a>`)
    .replace(PLACEHOLDER, (_, number) => formulas[Number(number)] ?? '');
}

/** A Markdown text without its marks. */
export function plainText(text: string): string {
  return markdown(text)
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:amp|lt|gt|quot);/g, (entity) => CHARACTERS[entity]!)
    .trim();
}

const CHARACTERS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
};

/** A picture elsewhere: a page that fetches nothing can only point to it. */
const REMOTE_PICTURE = /<img src="([^"]*)" alt="([^"]*)"[^>]*>/g;

/** Around the number of a formula while the rest is Markdown: characters for private use, which mean nothing there. */
const OPEN = '\ue000';
const CLOSE = '\ue001';
const MARKS = /[\ue000\ue001]/g;
const PLACEHOLDER = /\ue000(\d+)\ue001/g;

/**
 * A fenced block, a code span, a formula on lines of its own or one within a line. As in Pandoc, no blank follows the
 * first `$` of the last or precedes its second, which no digit follows; so most dollars are just dollars.
 */
const CODE_OR_FORMULA =
  /^(?:```|~~~)[\s\S]*?^(?:```|~~~)|(`+)[^`](?:[\s\S]*?[^`])?\1(?!`)|\\\$|\$\$([\s\S]+?)\$\$|\$(?=\S)((?:[^$\n]|\n(?!\n))*?[^\s$])\$(?!\d)/gm;

/** A formula as MathML; one that is not understood as it was written, with the reason as its tooltip. */
function formulaHtml(source: string, displayMode: boolean): string {
  const formula = unescaped(source);
  const [, target, linked] = LINKED.exec(formula) ?? [];
  try {
    if (target === undefined) return mathMl(formula, displayMode);
    return `<a href="${escapeHtml(target)}">${mathMl(linked!, displayMode)}</a>`;
  } catch (error) {
    const reason = String(error instanceof Error ? error.message : error)
      .replace(/ at position[\s\S]*/, '')
      .trim();
    return `<code class="formula" title="${escapeHtml(reason)}">${escapeHtml(source)}</code>`;
  }
}

/** A formula that is a link as a whole. Within a formula, what is linked stands without its link. */
const LINKED = /^\s*\\href\s*\{\s*(https?:\/\/[^\s{}"<>\\]+)\s*\}\s*(\{[\s\S]*\}|\\[a-zA-Z]+)\s*$/;

/** Throws where the formula is not understood. */
function mathMl(formula: string, displayMode: boolean): string {
  const hasLines = displayMode && /\\\\/.test(formula) && !/\\begin\b/.test(formula);
  return temml.renderToString(hasLines ? `\\begin{gathered}${formula}\\end{gathered}` : formula, {
    displayMode,
    throwOnError: true,
    maxExpand: 1000,
    macros: { '\\KaTeX': '\\text{KaTeX}', '\\href': '\\@secondoftwo', '\\url': '\\texttt{#1}' },
  });
}

/**
 * Programs for Dex wrote formulas for a renderer that met them after Markdown, which halves backslashes. Four in a row
 * tell such a formula from one that means what it says.
 */
function unescaped(formula: string): string {
  return /\\{4}|\\\\[;,!:]/.test(formula) ? formula.replace(/\\\\/g, '\\') : formula;
}
