import type { Permission } from '@certctl/plugin-api';

export const READ = 'filesystem:Read';
export const WRITE = 'filesystem:Write';
export const RELOAD = 'filesystem:Reload';
export const REMOVE = 'filesystem:Remove';
export const LIST = 'filesystem:List';

/**
 * Everything that the plugin may do. A file system has no policy that could be printed, so none has a `grant`:
 * owner and mode of the directory decide.
 */
export const permissions: readonly Permission[] = [
  {
    operation: READ,
    effect: 'read',
    need: 'required',
    on: ['resolve', 'inspect', 'discover', 'deploy', 'roll back'],
    why: 'Reads the bundle: before it is replaced, to know what would be lost and to keep it, and after it, to prove what is there.',
  },
  {
    operation: WRITE,
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Writes a new file beside the old one and renames it over it. Needs the right to list and to write the directory.',
  },
  {
    operation: RELOAD,
    effect: 'write',
    need: 'optional',
    on: ['deploy', 'roll back'],
    why: 'Runs the command that the target names, one of those that the host lists.',
    without: 'A target that names a command cannot be deployed; one that names none is not affected.',
  },
  {
    operation: REMOVE,
    effect: 'write',
    need: 'optional',
    on: ['roll back'],
    why: 'Removes a file that the same deploy had made and could not prove.',
    without: 'A first bundle that could not be proven stays, and has to be removed by hand.',
  },
  {
    operation: LIST,
    effect: 'read',
    need: 'optional',
    on: ['discover'],
    why: 'Lists a directory, to find the bundles in it.',
    without: 'Bundles that are there already cannot be listed; targets are written by hand.',
  },
];
