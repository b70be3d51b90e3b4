export { guarded } from './guard.node.ts';
export { nodeHost } from './host.node.ts';
export { fileModules, libraryFolder, readSource } from './module-files.node.ts';
