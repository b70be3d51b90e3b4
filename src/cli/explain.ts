import { catalogue, codes, isCode } from '../source/index.ts';
import { styled } from './terminal.ts';
import { type Action, EXIT } from './verb.ts';

const WIDTH = 80;

export const explain: Action = ({ operands: [wanted], options, terminal }) => {
  if (options.list === true || wanted === undefined) {
    for (const code of codes) terminal.out(`${code}  ${catalogue[code].class}: ${catalogue[code].title}\n`);
    return EXIT.ok;
  }
  const code = wanted.toUpperCase().replace(/^\[?(?:DX)?0*/, '');
  const full = `DX${code.replace(/\]$/, '').padStart(4, '0')}`;
  if (!isCode(full)) {
    terminal.err(`dx explain: there is no code \`${wanted}\`; \`dx explain --list\` lists them\n`);
    return EXIT.usage;
  }
  const { class: kind, title, explain: prose, bad, good } = catalogue[full];
  terminal.out(`${styled(terminal, 'bold', `${full} ${kind}: ${title}`)}\n\n${wrapped(prose)}\n`);
  if (bad !== '') terminal.out(`\nThis program has the error:\n\n${indented(bad)}\n`);
  if (good !== '') terminal.out(`\nThis one does not:\n\n${indented(good)}\n`);
  return EXIT.ok;
};

function indented(program: string): string {
  return program
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

/** The words in lines of at most 80 columns. */
function wrapped(prose: string): string {
  const lines = [''];
  for (const word of prose.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && line.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}
