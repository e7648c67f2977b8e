import { shellLine } from '@certctl/plugin-api';

/** A command that runs cases, and which of them. */
export function selecting(command: string, only: readonly string[] = []): string {
  return only.length === 0 ? command : `${command} ${shellLine(...only.flatMap((slug) => ['--only', slug]))}`;
}
