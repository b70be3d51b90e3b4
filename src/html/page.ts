/** A program and its answers as one page that needs nothing else. */
import type { CellResult } from '../session/index.ts';
import { positionAt, type SourceFile } from '../source/index.ts';
import { cellsHtml } from './cell.ts';
import { escapeHtml } from './escape.ts';
import { plainText } from './markdown.ts';
import { STYLE } from './style.ts';

/**
 * No script runs on the page and nothing is fetched, whatever is in it: the browser is told so first, before anything
 * else of the page is read.
 */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** The page of a program that has run. */
export function renderPage(file: SourceFile, results: Iterable<CellResult>): string {
  const all = [...results];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(titleOf(all, file))}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${problems(all, file)}${cellsHtml(all, file)}<footer>Made by Pointful from ${escapeHtml(file.name)}.</footer>
</main>
</body>
</html>
`;
}

/** The first heading of the prose, or the file's name. */
function titleOf(results: readonly CellResult[], file: SourceFile): string {
  for (const { cell } of results) {
    const heading = cell.tag === 'prose' ? /^\s*#{1,6}\s+(.+?)\s*#*\s*$/m.exec(cell.prose) : null;
    const title = heading === null ? '' : plainText(heading[1]!);
    if (title !== '') return title;
  }
  return file.name.replace(/^.*[/\\]/, '');
}

/** Where the errors are, for a reader who opens the page. */
function problems(results: readonly CellResult[], file: SourceFile): string {
  const lines = results.filter((r) => r.failed).map((r) => positionAt(file, r.cell.span.start).line);
  if (lines.length === 0) return '';
  const links = lines.slice(0, MOST_LINKS).map((line) => `<a href="#L${line}">line ${line}</a>`);
  const more = lines.length > MOST_LINKS ? ' and elsewhere' : '';
  const what =
    lines.length === 1 ? 'An error was reported' : `Errors were reported in ${lines.length} blocks`;
  return `<p class="problems">${what}: ${links.join(', ')}${more}.</p>\n`;
}

const MOST_LINKS = 12;
