import type { Option, Verb } from './verb.ts';

const ONE: readonly [number, number] = [1, 1];
const SOME: readonly [number, number] = [1, Number.POSITIVE_INFINITY];

const libPath: Option = {
  type: 'string',
  value: 'DIRS',
  help: 'where `import` looks before it looks beside the program, separated by colons; BUILTIN_LIBRARIES means the standard library (the default)',
};
const limits: Readonly<Record<string, Option>> = {
  'time-limit': {
    type: 'string',
    value: 'SECONDS',
    number: 'number',
    help: 'stop a block that runs longer',
  },
  'memory-limit': {
    type: 'string',
    value: 'MIB',
    number: 'number',
    help: 'stop a block whose values need more memory',
  },
};

/** Every verb, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [
  {
    name: 'run',
    operands: 'FILE',
    summary: 'run a program and show what every block answers',
    description:
      'Runs FILE block by block. Each block is shown with what it answered; an error in one block does not\n' +
      'stop the others. The status is 1 if a block failed. `dx FILE` is short for this.',
    options: {
      outfmt: { type: 'string', value: 'FORM', help: 'literate (the default), result-only, json or html' },
      'lib-path': libPath,
      ...limits,
    },
    arity: ONE,
    load: async () => (await import('./run.ts')).run,
  },
  {
    name: 'script',
    operands: 'FILE',
    summary: 'print a program with its outputs, as a file that holds its own results',
    description:
      'Copies FILE to standard output, each block followed by its outputs on lines that begin with `> `; outputs that\n' +
      'FILE already holds are replaced. Sums run strictly in index order. The status is 0 even if blocks fail.',
    options: {
      outfmt: { type: 'string', value: 'FORM', help: 'literate (the default), result-only, json or html' },
      'lib-path': libPath,
      ...limits,
    },
    arity: ONE,
    load: async () => (await import('./script.ts')).script,
  },
  {
    name: 'test',
    operands: 'FILE…',
    summary: 'check that programs still answer what they hold as their outputs',
    description:
      'Each FILE is its own golden: it is run as by `dx script`, and the result must be the file itself. Prints\n' +
      'the lines that differ. With --update the files are rewritten instead.',
    options: {
      update: { type: 'boolean', short: 'u', help: 'write the outputs into the files' },
      'lib-path': libPath,
      ...limits,
    },
    arity: SOME,
    load: async () => (await import('./test.ts')).test,
  },
  {
    name: 'html',
    operands: 'FILE',
    summary: 'run a program and make a page of it, with its prose and pictures',
    description:
      'Runs FILE as `dx run` does and prints one page of HTML that needs nothing else: prose, code, answers, errors\n' +
      'where they arise, and the pictures that `:html` shows. The status is 1 if a block failed.',
    options: {
      output: { type: 'string', short: 'o', value: 'PAGE', help: 'the file to write the page to' },
      'lib-path': libPath,
      ...limits,
    },
    arity: ONE,
    load: async () => (await import('./html.ts')).html,
  },
  {
    name: 'check',
    operands: 'FILE…',
    summary: 'report errors without running the programs',
    description: 'Parses and type-checks each FILE. Values are computed only where a type needs them.',
    options: {
      json: { type: 'boolean', help: 'diagnostics as JSON, one a line' },
      'lib-path': libPath,
    },
    arity: SOME,
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'fmt',
    operands: 'FILE…',
    summary: 'lay out programs in the standard way, comments and outputs kept',
    description: 'Rewrites each FILE. A file that does not parse is left as it is, with its errors shown.',
    options: {
      check: { type: 'boolean', help: 'change nothing; the status is 1 if a file would change' },
      stdout: { type: 'boolean', help: 'print the result instead of writing it' },
    },
    arity: SOME,
    load: async () => (await import('./fmt.ts')).fmt,
  },
  {
    name: 'repl',
    operands: '',
    summary: 'a prompt',
    description:
      'Reads blocks and answers them. An entry goes on until the parser has a whole block. `:help` lists the\n' +
      'commands of the prompt; Ctrl-C stops an evaluation and keeps every definition; Ctrl-D leaves.',
    options: { 'lib-path': libPath, ...limits },
    arity: [0, 0],
    load: async () => (await import('./repl.ts')).repl,
  },
  {
    name: 'dump',
    operands: 'FILE',
    summary: 'show what the passes make of a program',
    description:
      'Compiles FILE and prints the program after a pass: `elaborate` (Core), `simplify`, or a pass of the\n' +
      'optimizer. `dx dump --list` names the passes.',
    options: {
      after: { type: 'string', value: 'PASS', help: 'the pass (the default is the last one)' },
      list: { type: 'boolean', help: 'list the passes' },
      'lib-path': libPath,
    },
    arity: [0, 1],
    load: async () => (await import('./dump.ts')).dump,
  },
  {
    name: 'ad',
    operands: 'FILE',
    summary: 'show the derivative of a function as programs',
    description:
      'Differentiates a top-level function of FILE in its arguments that are made of floats, over index sets of any size.\n' +
      'Shows the primal program, which gives the result and the tape of what the derivative needs, the linear program from\n' +
      'tangents to a tangent, and its transpose from a cotangent to cotangents. With --cost, the work of each half.',
    options: {
      of: { type: 'string', value: 'NAME', help: 'the function' },
      mode: {
        type: 'string',
        value: 'MODE',
        help: 'only one of primal, forward (both halves), linear, transposed',
      },
      cost: {
        type: 'boolean',
        help: 'count the operations on floats of each half instead of showing programs',
      },
      size: {
        type: 'string',
        value: 'N',
        number: 'whole number',
        help: 'with --cost: the size that index sets have (the default is 8)',
      },
      'lib-path': libPath,
    },
    arity: ONE,
    load: async () => (await import('./ad.ts')).ad,
  },
  {
    name: 'grad-check',
    operands: 'FILE',
    summary: 'hold the derivatives of a function against each other',
    description:
      'Takes the derivative of a top-level function of FILE in each of its arguments, at arguments drawn by `arb`, along a\n' +
      'direction: in forward mode, in reverse mode, and by differences. The status is 1 if they disagree.',
    options: {
      of: { type: 'string', value: 'NAME', help: 'the function' },
      size: {
        type: 'string',
        value: 'N',
        number: 'whole number',
        help: 'the size that index sets have (the default is 3)',
      },
      'lib-path': libPath,
    },
    arity: ONE,
    load: async () => (await import('./grad-check.ts')).gradCheck,
  },
  {
    name: 'gradbench',
    operands: '',
    summary: 'answer the messages of a GradBench eval',
    description:
      'A tool of GradBench (github.com/gradbench/gradbench): reads messages from standard input, one a line, as JSON, and\n' +
      'answers each on standard output. It has the modules hello, llsq, lse, gmm, ba, ht, lstm, det, ode, kmeans, saddle and\n' +
      'particle, which are the programs of examples/objectives.',
    options: limits,
    arity: [0, 0],
    load: async () => (await import('./gradbench.ts')).gradbench,
  },
  {
    name: 'explain',
    operands: '[CODE]',
    summary: 'say more about an error code',
    description: 'Prints what the code means, a program that has the error, and the program put right.',
    options: { list: { type: 'boolean', help: 'list every code' } },
    arity: [0, 1],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'completion',
    operands: 'SHELL',
    summary: 'print a completion script for bash, zsh or fish',
    description: 'Evaluate the output in your shell: `source <(dx completion bash)`.',
    options: {},
    arity: ONE,
    load: async () => (await import('./completion.ts')).completion,
  },
  {
    name: 'help',
    operands: '[VERB]',
    summary: 'list the verbs, or say more about one',
    description: 'Lists the verbs, or prints the help of one.',
    options: {},
    arity: [0, 1],
    load: async () => (await import('./help.ts')).help,
  },
  {
    name: 'store-library',
    operands: 'DIR',
    summary: 'store the compiled form of the library modules in DIR',
    description: 'Part of the build: compiles every module in DIR and writes its stored form beside it.',
    options: {},
    arity: ONE,
    hidden: true,
    load: async () => (await import('./store-library.ts')).storeLibrary,
  },
];
