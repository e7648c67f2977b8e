import type { Stats } from 'node:fs';

export interface Owned {
  readonly kind: 'folder' | 'file';
  /** As the remedy names it. */
  readonly mode: '0700' | '0600';
}

interface Wrong {
  readonly problem: string;
  readonly remedy: (path: string) => string;
}

/** What is wrong with something that must belong to this user and be open to nobody else. */
export function wrongOwnerOrMode(stats: Stats, { kind, mode }: Owned): Wrong | undefined {
  if (kind === 'folder' ? !stats.isDirectory() : !stats.isFile()) {
    return {
      problem: `is no ${kind}`,
      remedy: (path) => `Move ${path} away, or name another path.`,
    };
  }
  // Windows has no such owners and modes; there the access control list of the parent holds.
  const user = process.getuid?.();
  if (user === undefined) return undefined;
  if (stats.uid !== user) {
    return {
      problem: `belongs to the user ${stats.uid}, and certctl runs as ${user}`,
      remedy: (path) => `Run certctl as the owner of ${path}, or give it to the user that runs certctl.`,
    };
  }
  if ((stats.mode & 0o077) !== 0) {
    return {
      problem: `is open to other users (mode ${(stats.mode & 0o777).toString(8).padStart(4, '0')})`,
      remedy: (path) => `See who read it, then: chmod ${mode} ${path}`,
    };
  }
  return undefined;
}
