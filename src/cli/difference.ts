/** How a program that holds its outputs differs from what it answers now. */

/** Lines that differ, at the same place of both texts. */
export interface Hunk {
  /** The first of them, counted from 1 in the text before. */
  readonly line: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Lines of output, and the line of the program that follows them (none at the end). */
interface Section {
  readonly line: number;
  readonly outputs: readonly string[];
  readonly next: string | undefined;
}

/**
 * The places where the outputs differ. A program and its rerun share every line that is no output, so these lines
 * show which outputs belong together. Where they do not agree after all, everything between the first and the last
 * difference is one place.
 */
export function differences(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const [old, now] = [sections(before), sections(after)];
  if (old.length !== now.length || old.some((section, k) => section.next !== now[k]!.next))
    return [stretch(before, after)];
  return old.flatMap(({ line, outputs }, k) => {
    const answered = now[k]!.outputs;
    const same = outputs.length === answered.length && outputs.every((text, i) => text === answered[i]);
    return same ? [] : [{ line, before: outputs, after: answered }];
  });
}

function sections(lines: readonly string[]): readonly Section[] {
  const found: Section[] = [];
  let outputs: string[] = [];
  lines.forEach((text, k) => {
    if (text.startsWith('>')) {
      outputs.push(text);
    } else {
      found.push({ line: k + 1 - outputs.length, outputs, next: text });
      outputs = [];
    }
  });
  return [...found, { line: lines.length + 1 - outputs.length, outputs, next: undefined }];
}

function stretch(before: readonly string[], after: readonly string[]): Hunk {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - from;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return {
    line: from + 1,
    before: before.slice(from, before.length - end),
    after: after.slice(from, after.length - end),
  };
}
