export type { FilesystemConfig, FilesystemConnection } from './config.js';
export { filesystem, filesystem as default } from './filesystem.js';
