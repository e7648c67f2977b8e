import * as fs from 'node:fs/promises';

/** All that the plugin asks of the system about files, so that a test can make each of it fail. */
export type FileOperations = Pick<
  typeof fs,
  'lstat' | 'open' | 'readdir' | 'readFile' | 'readlink' | 'realpath' | 'rename' | 'unlink'
>;

export const fileOperations: FileOperations = fs;
