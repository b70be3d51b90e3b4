import { findVerb, suggestVerb } from './find-verb.ts';
import { helpFor, overview } from './help-text.ts';
import { type Action, EXIT } from './verb.ts';

export const help: Action = ({ operands: [name], terminal, verbs }) => {
  if (name === undefined) {
    terminal.out(overview(verbs, terminal));
    return EXIT.ok;
  }
  const verb = findVerb(verbs, name);
  if (verb !== undefined) {
    terminal.out(helpFor(verb, terminal));
    return EXIT.ok;
  }
  const near = suggestVerb(verbs, name);
  terminal.err(
    `dx help: there is no verb \`${name}\`${near === null ? '' : `; did you mean \`${near}\`?`}\n`,
  );
  return EXIT.usage;
};
