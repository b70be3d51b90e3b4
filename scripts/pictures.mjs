// Writes docs/pictures/: what the examples draw, taken from their pages. Needs a built dist/ (`npm run build`).
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url).pathname;
const dx = process.argv[2] ?? 'dist/dx.js';
const EXAMPLES = ['julia', 'uncertain-fit', 'galton', 'sunflower'];

process.chdir(root);
mkdirSync('docs/pictures', { recursive: true });
for (const name of EXAMPLES) {
  const page = execFileSync(process.execPath, [dx, 'html', `examples/${name}.dx`], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const svg = /<div class="picture">(<svg[\s\S]*?<\/svg>)<\/div>/.exec(page);
  const png = /<img src="data:image\/png;base64,([^"]*)"/.exec(page);
  if (svg !== null) writeFileSync(`docs/pictures/${name}.svg`, `${rounded(svg[1])}\n`);
  else if (png !== null) writeFileSync(`docs/pictures/${name}.png`, Buffer.from(png[1], 'base64'));
  else throw new Error(`examples/${name}.dx draws nothing`);
}

/** Numbers in attributes to a hundredth of a pixel, and a white ground, because a page may be dark. */
function rounded(svg) {
  return svg
    .replace(/(?<==")(-?\d+\.\d+(?:e-?\d+)?)(?=")/g, (number) =>
      String(Math.round(Number(number) * 100) / 100),
    )
    .replace(
      /^<svg[^>]*>/,
      (tag) => `${tag}\n<rect x="-2" y="-2" width="100%" height="100%" fill="#FFFFFF"/>`,
    );
}
