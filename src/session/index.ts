export { CALL, type Callable, type LoweredFunction } from './callable.ts';
export { LiterateWriter, literate, outputText, quoted, withFinalNewline } from './literate.ts';
export type { Failure, LoadedModule } from './loaded.ts';
export { importDiagnostic } from './loaded.ts';
export { type FoundModule, type ModuleSource, NO_MODULES } from './module-source.ts';
export { DEFAULT_OPTIONS, type Limits, type SessionOptions, Stopped, VERSION } from './options.ts';
export type { CellResult, Output, Tell } from './output.ts';
export { PICTURES } from './pictures.ts';
export { PASS_NAMES, type PassEvent } from './pipelines.ts';
export { Session, storedForm } from './session.ts';
export {
  lambdaText,
  type Signature,
  type Slot,
  type Specialised,
  signatureOf,
  specialise,
} from './signature.ts';
