import type { Signature } from '../session/index.ts';

/** Why a function has no derivative in its own arguments, as its type shows; null if nothing there prevents it. */
export function underivable({ title, hasIo, params }: Signature): string | null {
  if (hasIo) return `\`${title}\` has effects, so it has no derivative by itself`;
  for (const { name, type } of params) {
    if (type.tag === 'pi')
      return `\`${name.hint}\` is a function, and only arguments that are data have derivatives`;
    if (type.tag === 'refType')
      return `\`${name.hint}\` is a reference: take the derivative of a function that runs \`${title}\` in its handler`;
  }
  return null;
}
