import { catalogue, codes, type Entry, isCode, type Setting } from '../source/index.ts';
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
  const found: Entry<never> = catalogue[full];
  const { class: kind, title, explain: prose, bad, good, setting = {}, reproduce } = found;
  terminal.out(`${styled(terminal, 'bold', `${full} ${kind}: ${title}`)}\n\n${wrapped(prose)}\n`);
  if (reproduce !== undefined) terminal.out(`\n${wrapped(reproduce)}\n`);
  const under = underOptions(setting);
  if (bad !== '')
    terminal.out(`\nThis program has the error${under}:\n\n${indented(bad)}\n${beside(setting, 'bad')}`);
  if (good !== '') terminal.out(`\nThis one does not:\n\n${indented(good)}\n${beside(setting, 'good')}`);
  return EXIT.ok;
};

/** The options of the command with which the program has the error. */
function underOptions({ seconds, megabytes }: Setting): string {
  if (seconds !== undefined) return `, run with --time-limit ${seconds}`;
  return megabytes === undefined ? '' : `, run with --memory-limit ${megabytes}`;
}

/** The modules that a program imports. */
function beside({ modules = {} }: Setting, twin: 'bad' | 'good'): string {
  return Object.entries(modules)
    .map(([name, module]) => `\nwith a file ${name}.dx beside it:\n\n${indented(module[twin])}\n`)
    .join('');
}

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
