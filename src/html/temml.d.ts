/** The part of temml that `markdown.ts` uses; the package's own types are not found by Node's resolution. */
declare module 'temml' {
  interface Options {
    readonly displayMode: boolean;
    readonly throwOnError: boolean;
    readonly maxExpand: number;
    readonly macros: Record<string, string>;
  }
  const temml: { renderToString(expression: string, options: Options): string };
  export default temml;
}
