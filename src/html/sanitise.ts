/**
 * The markup that a program shows, made safe to stand in a page: pictures and text pass; scripts, forms, frames and
 * whatever fetches from elsewhere do not. Tags are read one by one and written anew from what was understood, so the
 * output has no markup that was not allowed, and every element is closed.
 */
import { escapeHtml } from './escape.ts';

const HTML_ELEMENTS =
  'a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i ' +
  'img ins kbd li mark ol p pre q s samp section small span strong sub summary sup table tbody td tfoot th thead tr ' +
  'u ul var';
const SVG_ELEMENTS =
  'svg circle clipPath defs desc ellipse g line linearGradient marker mask path pattern polygon polyline ' +
  'radialGradient rect stop symbol text textPath title tspan use';
const ATTRIBUTES =
  'align alt class colspan height id lang open role rowspan span start title valign width ' +
  'clip-path clip-rule clipPathUnits cx cy d dominant-baseline alignment-baseline baseline-shift dx dy fill ' +
  'fill-opacity fill-rule font-family font-size font-style font-weight fx fy gradientTransform gradientUnits ' +
  'letter-spacing marker-end marker-mid marker-start markerHeight markerUnits markerWidth mask maskUnits offset ' +
  'opacity orient overflow paint-order patternTransform patternUnits points preserveAspectRatio r refX refY rotate rx ' +
  'ry shape-rendering spreadMethod startOffset stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset ' +
  'stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration ' +
  'textLength transform transform-origin vector-effect version viewBox visibility x x1 x2 xmlns xmlns:xlink y y1 y2';

/** By name in lower case, as it is written: SVG's names tell capitals apart. */
const table = (names: string): ReadonlyMap<string, string> =>
  new Map(names.split(' ').map((name) => [name.toLowerCase(), name]));
const ELEMENTS = table(`${HTML_ELEMENTS} ${SVG_ELEMENTS}`);
const ALLOWED = table(ATTRIBUTES);

/** Elements whose contents go with them. */
const DROPPED: ReadonlySet<string> = new Set(
  'script style iframe object embed noscript template title textarea select math foreignobject audio video'.split(
    ' ',
  ),
);
/** Elements that nest deeper lose their tags. */
const MAX_DEPTH = 200;
const VOID: ReadonlySet<string> = new Set(['br', 'hr', 'img']);
const IN_SVG: ReadonlySet<string> = new Set(SVG_ELEMENTS.toLowerCase().split(' '));

/** A comment or another declaration, a tag (no `<` stands in one, so the search is linear), or a lone angle bracket. */
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<[!?][^>]*>?|<(\/?)([a-zA-Z][\w:-]*)((?:"[^"<]*"|'[^'<]*'|[^'"<>])*)>|</g;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** The allowed part of a piece of HTML, with every element closed. */
export function sanitise(html: string): string {
  const out: string[] = [];
  const open: string[] = [];
  const search = new RegExp(MARKUP);
  let from = 0;
  for (let match = search.exec(html); match !== null; search.lastIndex = from, match = search.exec(html)) {
    out.push(text(html.slice(from, match.index)));
    from = match.index + match[0].length;
    const [markup, slash, name, attributes] = match;
    if (name === undefined) {
      if (markup === '<') out.push('&lt;');
      continue;
    }
    const tag = name.toLowerCase();
    const isTitle = tag === 'title' && open.includes('svg');
    if (DROPPED.has(tag) && !isTitle) {
      if (slash === '' && !attributes!.trimEnd().endsWith('/')) from = endOf(html, tag, from);
    } else if (ELEMENTS.has(tag)) {
      if (slash === '/') close(tag, open, out);
      else start(tag, attributes!, open, out);
    }
  }
  out.push(text(html.slice(from)));
  while (open.length > 0) out.push(`</${ELEMENTS.get(open.pop()!)}>`);
  return out.join('');
}

/** Character references stay; what stands alone is written out. */
function text(source: string): string {
  return source
    .replace(/&(?!(?:[a-zA-Z][a-zA-Z0-9]*|#\d+|#[xX][0-9a-fA-F]+);)/g, '&amp;')
    .replace(/>/g, '&gt;');
}

/** The offset after the end tag of an element that is dropped with its contents. */
function endOf(html: string, tag: string, from: number): number {
  const end = new RegExp(`</${tag}\\s*>`, 'gi');
  end.lastIndex = from;
  return end.exec(html) === null ? html.length : end.lastIndex;
}

function start(tag: string, attributes: string, open: string[], out: string[]): void {
  const inSvg = open.includes('svg') || tag === 'svg';
  if ((IN_SVG.has(tag) && !inSvg) || open.length === MAX_DEPTH) return;
  const kept = [...attributes.matchAll(ATTRIBUTE)].map(([, name, double, single, bare]) =>
    attribute(tag, name!.toLowerCase(), double ?? single ?? bare ?? ''),
  );
  if (tag === 'img' && !kept.some((piece) => piece.startsWith(' src='))) return;
  const isEmpty = VOID.has(tag) || (inSvg && attributes.trimEnd().endsWith('/'));
  out.push(`<${ELEMENTS.get(tag)}${kept.join('')}${isEmpty && !VOID.has(tag) ? '/>' : '>'}`);
  if (!isEmpty) open.push(tag);
}

/** Closes up to the innermost element of that name; without one, the tag means nothing. */
function close(tag: string, open: string[], out: string[]): void {
  if (!open.includes(tag)) return;
  for (let last = open.pop(); last !== undefined; last = open.pop()) {
    out.push(`</${ELEMENTS.get(last)}>`);
    if (last === tag) return;
  }
}

function attribute(tag: string, name: string, value: string): string {
  const target = decoded(value);
  const written = ALLOWED.get(name) ?? (isSafe(tag, name, target.trim()) ? name : undefined);
  if (written === undefined || (PAINTING.test(name) && FETCHING.test(target))) return '';
  return ` ${written}="${escapeHtml(target)}"`;
}

/** Attributes whose values may point to something outside of the page, and the values that would. */
const PAINTING = /^(?:style|fill|stroke|mask|clip-path|marker-)/;
const FETCHING = /url\s*\(\s*["']?(?!#)|image-set|@import|expression|\\/i;

/** Attributes that are allowed for some values only. */
function isSafe(tag: string, name: string, value: string): boolean {
  if (name === 'style') return !/position\s*:|z-index|behaviou?r/i.test(value);
  if (name === 'src')
    return tag === 'img' && /^data:image\/(?:png|gif|jpeg|webp);base64,[\w+/=\s]*$/.test(value);
  if (name === 'href' || name === 'xlink:href') {
    if (tag === 'a') return /^(?:https?:\/\/|#)/i.test(value);
    return IN_SVG.has(tag) && value.startsWith('#');
  }
  return /^(?:aria|data)-[a-z-]+$/.test(name);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The characters that references stand for, as far as they can hide something. */
function decoded(value: string): string {
  return value.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g,
    (_, ten, sixteen, name) => {
      if (name !== undefined) return NAMED[name]!;
      const point = ten === undefined ? Number.parseInt(sixteen, 16) : Number(ten);
      return point > 0 && point < 0x110000 ? String.fromCodePoint(point) : '\ufffd';
    },
  );
}
