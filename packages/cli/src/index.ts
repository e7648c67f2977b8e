export { EXIT_CODES, type ExitName } from './exit-codes.js';
export type { Io, Output } from './io.js';
export { run } from './run.js';
export { VERSION } from './version.js';
