import { type Action, EXIT, type Verb } from './verb.ts';

const scripts: Readonly<Record<string, (verbs: readonly Verb[]) => string>> = { bash, zsh, fish };

export const completion: Action = ({ operands, terminal, verbs }) => {
  const script = scripts[operands[0]!];
  if (script === undefined) {
    terminal.err(`dx completion: no completion for \`${operands[0]}\`; there is bash, zsh and fish\n`);
    return EXIT.usage;
  }
  terminal.out(script(verbs.filter((v) => v.hidden !== true)));
  return EXIT.ok;
};

function flags(options: Readonly<Record<string, unknown>>): string {
  return Object.keys(options)
    .map((name) => `--${name}`)
    .join(' ');
}

function bash(verbs: readonly Verb[]): string {
  const cases = verbs.map((v) => `    ${v.name}) words="${flags(v.options)}" ;;`);
  return [
    '_dx() {',
    '  local current="$' + '{COMP_WORDS[COMP_CWORD]}" words=""',
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    `    words="${verbs.map((v) => v.name).join(' ')}"`,
    '  else case "$' + '{COMP_WORDS[1]}" in',
    ...cases,
    '  esac; fi',
    '  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))',
    '}',
    'complete -o filenames -F _dx dx',
    '',
  ].join('\n');
}

function zsh(verbs: readonly Verb[]): string {
  const entries = verbs.map((v) => `    '${v.name}:${v.summary.replaceAll("'", "'\\''")}'`);
  const cases = verbs.map((v) => `    ${v.name}) compadd -- ${flags(v.options)} ;;`);
  return [
    '#compdef dx',
    '_dx() {',
    '  local -a verbs=(',
    ...entries,
    '  )',
    "  if (( CURRENT == 2 )); then _describe 'verb' verbs; fi",
    '  case "$words[2]" in',
    ...cases,
    '  esac',
    '  _files',
    '}',
    'compdef _dx dx',
    '',
  ].join('\n');
}

function fish(verbs: readonly Verb[]): string {
  const lines = verbs.flatMap((v) => [
    `complete -c dx -n __fish_use_subcommand -a ${v.name} -d '${v.summary.replaceAll("'", "\\'")}'`,
    ...Object.entries(v.options).map(
      ([name, o]) =>
        `complete -c dx -n '__fish_seen_subcommand_from ${v.name}' -l ${name} -d '${o.help.replaceAll("'", "\\'")}'`,
    ),
  ]);
  return [...lines, ''].join('\n');
}
