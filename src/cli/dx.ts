#!/usr/bin/env node
/** The command's first file: answers `--version` alone, so that asking costs no more than starting Node. */
import { needsDeepStack, runOnDeepStack } from './deep-stack.ts';

declare const POINTFUL_VERSION: string;

const version = typeof POINTFUL_VERSION === 'undefined' ? '0.0.0' : POINTFUL_VERSION;

if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`pointful ${version}\n`);
} else {
  const args = process.argv.slice(2);
  if (needsDeepStack(args)) {
    process.exitCode = runOnDeepStack(args);
  } else {
    const { main } = await import('./main.ts');
    process.exitCode = await main(args);
  }
}
