import { describe, expect, test } from 'vitest';
import { outputText, Session } from '../../src/session/index.ts';
import { sourceFile } from '../../src/source/index.ts';
import { library } from '../library.ts';
import { scalePrograms } from './programs.ts';

// `npm run bench scale` says how long each takes; here they have to answer.
describe('long and deep programs', () => {
  test.each(scalePrograms)('$name', ({ full, text, answer }) => {
    const count = process.env.VERIFY ? full : Math.ceil(full / 10);
    const session = new Session({ modules: library });
    const outputs = [...session.run(sourceFile('input', text(count)))].flatMap((result) => result.outputs);
    expect(outputs.map((output) => outputText(output)).at(-1)).toBe(answer(count));
  });
});
