import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dx, program } from './dx.ts';

const page = (text: string): string => dx(['html', program(text)]).out;

describe('a program as a page', () => {
  const wrong = program(
    '\'# The title\n\nx = 1 + 1\n:p x\n> stale\n:p nope\n:html "<b>bold</b><script>1</script>"\n',
  );

  test('holds prose, code, answers, errors and pictures, and recorded outputs no more', () => {
    const { status, out } = dx(['html', wrong]);
    expect(status).toBe(1);
    expect(out).toContain('<title>The title</title>');
    expect(out).toContain('<h1>The title</h1>');
    expect(out).toContain('<pre class="result">2</pre>');
    expect(out).toMatch(/<pre class="error" role="alert"><span class="heading">Name error \[DX0201\]/);
    expect(out).toContain('<div class="picture"><b>bold</b></div>');
    expect(out).not.toContain('stale');
    expect(out).toContain('<a href="#L6">line 6</a>');
    expect(out).toContain('id="L6"');
  });

  test('is what the other verbs print as `--outfmt html`', () => {
    const { out } = dx(['html', wrong]);
    expect(dx(['run', wrong, '--outfmt', 'html'])).toMatchObject({ status: 1, out });
    expect(dx(['script', wrong, '--outfmt', 'html'])).toMatchObject({ status: 0, out });
  });

  test('is written to a file', () => {
    const path = program('1\n');
    const target = path.replace(/dx$/, 'html');
    expect(dx(['html', path, '-o', target])).toMatchObject({ status: 0, out: '' });
    expect(readFileSync(target, 'utf8')).toBe(dx(['html', path]).out);
    expect(dx(['html', path, '-o', '/no/such/folder/page.html'])).toMatchObject({ status: 1 });
  });

  test('runs nothing and fetches nothing', () => {
    const html = page(
      "'So <script>alert(1)</script> [x](javascript:alert(1)) ![y](https://example.org/y.png)\n\n" +
        ':html "<img src=https://example.org/z.png>"\n',
    );
    expect(html).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:`,
    );
    expect(html).not.toMatch(/<script|javascript:|<link|<iframe|<img|@import/);
  });

  test('shows mathematics, and dollars that are none', () => {
    const html = page("'The root $\\sqrt{x}$, $$\\frac{1}{2}$$ and `f $ g $ x`, from $5 to $10.\n");
    expect(html.match(/<math/g)).toHaveLength(2);
    expect(html).toContain('<code>f $ g $ x</code>');
    expect(html).toContain('from $5 to $10.');
  });

  test('keeps a link of a formula only if it leads to the web, and breaks lines where the formula does', () => {
    const html = page(
      "'$\\href{https://example.org/}{x^2}$ $a \\href{https://example.org/}{b}$ $\\href{javascript:x}{y}$\n\n'$$a \\\\ b$$\n",
    );
    expect(html.match(/<a [^>]*>/g)).toEqual(['<a href="https://example.org/">']);
    expect(html).toMatch(/<a href="https:\/\/example\.org\/"><math>.*<msup>.*<\/math><\/a>/);
    expect(html).toMatch(/<mi>a<\/mi><mi>b<\/mi>/);
    expect(html.match(/<mtr>/g)).toHaveLength(2);
  });

  test('shows a formula that it does not understand as it was written, with the reason', () => {
    const html = page("'So $\\nonsense<b>$ is.\n");
    expect(html).toContain(
      '<code class="formula" title="Unsupported function name: \\nonsense">\\nonsense&lt;b&gt;</code>',
    );
  });

  test('is named by its first heading, without marks', () => {
    expect(page("'## *A* `b` $\\href{https://example.org/}{c}$ & <d>\n")).toContain(
      '<title>A b c &amp; &lt;d&gt;</title>',
    );
  });

  test('keeps the lines of an error that quote the program in a box that scrolls', () => {
    const html = page('def f(x:Nat) -> Nat = x\n\ndef f(x:Nat) -> Nat = x\n');
    const excerpt =
      /role="alert">.*already defined: f<span class="excerpt">(.*)<\/span><\/span><span class="help">help:/s.exec(
        html,
      )?.[1];
    expect(excerpt).toContain('def f(x:Nat)');
    expect(excerpt).toMatch(/<span class="primary">\^$/);
  });

  test('keeps a program that is markup or holds odd characters as text', () => {
    const html = page(':p "<b>&\\248\\n"\n-- <i>\n');
    expect(html).not.toMatch(/<b>|<i>/);
  });
});
