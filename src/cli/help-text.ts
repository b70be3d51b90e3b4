import { styled, type Terminal } from './terminal.ts';
import type { Verb } from './verb.ts';

/** What `dx help` prints. */
export function overview(verbs: readonly Verb[], terminal: Terminal): string {
  const shown = verbs.filter((v) => v.hidden !== true);
  const width = Math.max(...shown.map((v) => synopsis(v).length));
  const lines = shown.map((v) => `  ${styled(terminal, 'bold', synopsis(v).padEnd(width))}  ${v.summary}`);
  return [
    'dx, the command of Pointful: a Dex-compatible, differentiable array language',
    '',
    'usage: dx FILE            run a program',
    '       dx VERB …          one of:',
    '',
    ...lines,
    '',
    'Where a FILE is named, `-` is the standard input.',
    '`dx help VERB` says more. Exit status: 0 all well, 1 a block failed, 2 wrong command line, 130 interrupted.',
    '',
  ].join('\n');
}

/** What `dx help VERB` prints. */
export function helpFor(verb: Verb, terminal: Terminal): string {
  const options = Object.entries(verb.options).map(([name, o]) => {
    const flag = `${o.short === undefined ? '    ' : `-${o.short}, `}--${name}${o.value === undefined ? '' : ` ${o.value}`}`;
    return { flag, help: o.help };
  });
  const width = Math.max(0, ...options.map((o) => o.flag.length));
  return [
    `usage: dx ${synopsis(verb)}`,
    '',
    verb.description,
    ...(options.length === 0 ? [] : ['', 'Options:']),
    ...options.map((o) => `  ${styled(terminal, 'bold', o.flag.padEnd(width))}  ${o.help}`),
    '',
  ].join('\n');
}

/** README's table of verbs, in Markdown. */
export function verbTable(verbs: readonly Verb[]): string {
  const rows = verbs.filter((v) => v.hidden !== true).map((v) => `| \`dx ${synopsis(v)}\` | ${v.summary} |`);
  return ['| command | what it does |', '|---|---|', ...rows].join('\n');
}

/** A verb and its operands. */
export function synopsis(verb: Verb): string {
  return verb.operands === '' ? verb.name : `${verb.name} ${verb.operands}`;
}
