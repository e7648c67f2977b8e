import { userInfo } from 'node:os';

/** Who runs the command, for the audit. */
export function actorOf(): string {
  try {
    return `cli:${userInfo().username}`;
  } catch {
    // A container's user may have no name.
    return `cli:${process.getuid?.() ?? 'unknown'}`;
  }
}
