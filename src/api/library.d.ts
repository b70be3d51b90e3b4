/** The library's modules, put in by the build. */
declare module 'pointful:library' {
  export const library: Readonly<
    Record<string, { readonly source: string; readonly stored: Uint8Array | null }>
  >;
}
