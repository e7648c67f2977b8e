import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Ran } from '../scaffold/run-document.js';
import type { Stranger } from './stranger.js';

const INTERRUPTED = 130;

/** Presses Ctrl-C when the first case has begun. @throws Error when the command ends otherwise than it says */
export async function interrupt(stranger: Stranger, folder: string): Promise<Ran> {
  const program = join(folder, 'node_modules', '.bin', 'certctl');
  const ran = await stranger.interrupted(
    `${program} conformance run @certctl/plugin-filesystem`,
    folder,
    / on a directory of this machine/,
  );
  if (ran.code !== INTERRUPTED) throw new Error(`it ended with ${ran.code}:\n${ran.output}`);
  const left = readdirSync(stranger.temporary).filter((name) => name.startsWith('certctl-packed-'));
  if (left.length > 0) throw new Error(`it left ${left.join(', ')}`);
  if (!ran.output.includes('interrupted: stopping')) throw new Error(`it did not say so:\n${ran.output}`);
  return { ...ran, code: 0 };
}
