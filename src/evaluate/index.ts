export { type FaultKind, type OpenCall, RuntimeFault } from './fault.ts';
export { RawMemory } from './memory.ts';
export { type Count, Probe } from './probe.ts';
export { type Compiled, type CompileOptions, compile, evaluate, type RunOptions } from './run.ts';
export { showValue } from './show.ts';
