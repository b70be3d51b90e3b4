/** How pages look: one column that fits a phone, light or dark as the reader's system asks for. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1f2328; --quiet: #636c76; --line: #d8dee4; --shade: #f6f8fa; --link: #0b5cad;
  --keyword: #a0307b; --command: #8a4b00; --type: #6f42c1; --literal: #0550ae; --text: #116329; --comment: #6a737d;
  --result: #f0f6ff; --result-edge: #7aa7e0; --error: #fff1f0; --error-edge: #d4423e; --error-ink: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --ink: #dfe4ea; --quiet: #949da8; --line: #343b44; --shade: #1c2127; --link: #6cb2ff;
    --keyword: #f28bc4; --command: #ffb366; --type: #c8a8ff; --literal: #79c0ff; --text: #7ee2a0; --comment: #8b949e;
    --result: #18222f; --result-edge: #3d6ea5; --error: #2d1a1a; --error-edge: #d4423e; --error-ink: #ff8f87;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.8em 0 0.6em; }
h1 { font-size: 1.8rem; } h2 { font-size: 1.4rem; } h3 { font-size: 1.15rem; } h4 { font-size: 1rem; }
a { color: var(--link); }
.prose { margin: 1rem 0; overflow: auto hidden; overflow-wrap: break-word; }
.prose > :first-child { margin-top: 0; } .prose > :last-child { margin-bottom: 0; }
.prose:not(:first-child) > :is(h1, h2, h3, h4):first-child { margin-top: 0.9em; }
.prose table { border-collapse: collapse; display: block; overflow-x: auto; }
.prose th, .prose td { border: 1px solid var(--line); padding: 0.3em 0.7em; }
.prose blockquote { margin: 1em 0; padding-left: 1em; border-left: 3px solid var(--line); color: var(--quiet); }
.prose code { background: var(--shade); border-radius: 4px; padding: 0.1em 0.3em; font-size: 0.9em; }
.prose pre code { background: none; padding: 0; font-size: 1em; }
pre, code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
pre { margin: 0; padding: 0.55em 0.9em; overflow-x: auto; font-size: 0.86rem; line-height: 1.5; tab-size: 4; }
.prose pre { background: var(--shade); border-radius: 6px; }
math { font-size: 1.1em; font-family: 'Latin Modern Math', 'STIX Two Math', 'Cambria Math', 'Noto Sans Math', math; }
math[display='block'] { display: block math; overflow-x: auto; margin: 0.8em 0; }
.tml-left { text-align: left; } .tml-right { text-align: right; }
@supports (not (-moz-appearance: none)) {
  menclose { display: inline-block; position: relative; padding: 0.3ex 0; }
  .tml-overline { border-top: 0.07em solid; }
  .tml-cancel { --stroke: transparent calc(50% - 0.04em), currentColor 0 calc(50% + 0.04em), transparent 0; position: absolute; inset: 0; }
  .sout { background: linear-gradient(var(--stroke)); }
  .upstrike { background: linear-gradient(to top left, var(--stroke)); }
  .downstrike { background: linear-gradient(to top right, var(--stroke)); }
  .tml-xcancel { background: linear-gradient(to top left, var(--stroke)), linear-gradient(to top right, var(--stroke)); }
}
.prose code.formula { color: var(--error-ink); }
.group { margin: 0.9rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.cell { display: grid; grid-template-columns: minmax(0, 1fr) auto; background: var(--shade); }
.cell > * { grid-column: 1 / -1; min-width: 0; }
.cell > pre.code { grid-column: 1; grid-row: 1; }
.group > .cell > pre.code { padding-top: 0.25em; padding-bottom: 0.25em; }
.group > .cell:first-child > pre.code { padding-top: 0.6em; }
.group > .cell:last-child > pre.code:last-of-type { padding-bottom: 0.6em; }
.result, .error, .picture { border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.group > .cell:last-child > :last-child { border-bottom: none; }
.result { background: var(--result); box-shadow: inset 3px 0 var(--result-edge); max-height: 32em; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
.error { background: var(--error); box-shadow: inset 3px 0 var(--error-edge); white-space: pre-wrap; overflow-wrap: anywhere; }
.excerpt { display: block; overflow-x: auto; white-space: pre; }
.cell > .line { grid-column: 2; grid-row: 1; padding: 0.3em 0.7em 0; color: var(--quiet); font-size: 0.72rem; text-decoration: none; }
.group > .cell:first-child > .line { padding-top: 0.8em; }
.cell:target > pre.code { box-shadow: inset 3px 0 var(--link); }
.picture { color-scheme: light; background: #ffffff; color: #000000; padding: 0.75rem; overflow-x: auto; }
.picture svg, .picture img { max-width: 100%; height: auto; display: block; margin: 0 auto; }
.picture a { color: #0b5cad; } .picture img { box-shadow: 0 0 0 1px #d8dee4; }
.keyword { color: var(--keyword); font-weight: 600; } .command { color: var(--command); font-weight: 600; }
.type { color: var(--type); } .literal { color: var(--literal); } .text { color: var(--text); }
.comment { color: var(--comment); font-style: italic; }
.heading { color: var(--error-ink); font-weight: 700; } .primary { color: var(--error-ink); }
.secondary { color: var(--literal); } .gutter { color: var(--quiet); } .help { color: var(--text); font-weight: 600; }
.problems { border: 1px solid var(--error-edge); border-radius: 6px; padding: 0.5em 1em; background: var(--error); }
footer { margin-top: 3rem; padding-top: 0.75rem; border-top: 1px solid var(--line); color: var(--quiet); font-size: 0.85rem; }
@media (max-width: 40rem) {
  main { padding: 0.5rem 0.9rem 3rem; }
  .cell > .line { display: none; }
  .picture { padding: 0.5rem 0.25rem; }
  .picture svg.plot { font-size: 17px; }
}
@media print { .cell > .line { display: none; } .cell { break-inside: avoid; } .result { max-height: none; } }
`;
