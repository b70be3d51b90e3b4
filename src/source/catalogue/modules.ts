import { type Catalogue, entry } from './entry.ts';

/** Modules and files. */
export const modules = {
  DX0701: entry<{ module: string; searched: readonly string[] }>({
    class: 'Import error',
    title: 'module not found',
    message: ({ module }) => `couldn't find a source file for module ${module}`,
    facts: ({ searched }) => searched.map((place) => `searched: ${place}`),
    help: () => ['add its directory to --lib-path, or put it beside the program'],
    explain:
      '`import name` looks for `name.dx` in the directories of the library path, in order, and then in that of the ' +
      'program. `--lib-path` names them, separated by colons; `BUILTIN_LIBRARIES` among them stands for the standard ' +
      'library, which is the path where none is given.',
    bad: 'import no_such_module\n',
    good: ':p 1\n',
  }),
  DX0702: entry<{ cycle: readonly string[] }>({
    class: 'Import error',
    title: 'import cycle',
    message: ({ cycle }) => `these modules import each other: ${cycle.join(' -> ')}`,
    help: () => ['move what both need into a module of its own'],
    explain:
      'A module is evaluated before those that import it, so imports form no cycle. Move what both modules need into ' +
      'a third one.',
    bad: 'import ring\n\n:p start\n',
    good: 'import ring\n\n:p start\n',
    setting: { modules: { ring: { bad: 'import ring\n\nstart = 1\n', good: 'start = 1\n' } } },
  }),
  DX0703: entry<{ module: string; count: number }>({
    class: 'Import error',
    title: 'errors in an imported module',
    message: ({ module, count }) =>
      `module ${module} has ${count === 1 ? 'an error' : `${count} errors`}, so it is not imported`,
    explain:
      'A module is imported as a whole or not at all. Its own errors are shown after this one. What uses its names ' +
      'fails too; the rest of the program runs.',
    bad: 'import lengths\n\n:p metres 2.0\n',
    good: 'import lengths\n\n:p metres 2.0\n',
    setting: {
      modules: {
        lengths: {
          bad: 'def metres(feet:Float) -> Float = 0.3048 * feets\n',
          good: 'def metres(feet:Float) -> Float = 0.3048 * feet\n',
        },
      },
    },
  }),
  DX0704: entry<{ path: string; reason: string }>({
    class: 'IO error',
    title: 'file cannot be read',
    message: ({ path, reason }) => `cannot read ${path}: ${reason}`,
    explain: 'The file does not exist, is a directory, or may not be read. Look at the path.',
    bad: '',
    good: '',
    reproduce: '`dx run no/such/file.dx` has the error, and so has `dx run` of a directory.',
  }),
  DX0705: entry<{ path: string }>({
    class: 'IO error',
    title: 'file is not UTF-8',
    message: ({ path }) => `${path} is not UTF-8 text`,
    explain:
      'Programs are UTF-8 text. The file may be in another encoding, which an editor or `iconv` converts, or it may ' +
      'not be text at all.',
    bad: '',
    good: '',
    reproduce:
      'A file with a byte that UTF-8 does not have has the error: `printf "x = 1 -- \\377" > latin.dx; dx run latin.dx`.',
  }),
} as const satisfies Catalogue;
