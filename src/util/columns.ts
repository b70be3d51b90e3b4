/** What takes no column of its own: marks on the character before, joiners, selectors of variants. */
const ZERO = /[\p{Mn}\p{Me}\p{Cf}]/u;

/**
 * What takes two columns: pictures, and the wide and fullwidth ranges of Unicode's East Asian Width (UAX 11) in scripts
 * that are in use.
 */
const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** How many columns of a terminal a text without control characters takes. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return columns;
}
