import type { Mutant } from './mutant.js';

/**
 * The source with the defect in it.
 * @throws Error when a text to replace does not stand in the source exactly once: the mutant is stale
 */
export function applyMutant({ name, file, replace }: Mutant, source: string): string {
  return replace.reduce((text, { from, to }) => {
    const [before, after, ...more] = text.split(from);
    if (before === undefined || after === undefined || more.length > 0) {
      const times = text.split(from).length - 1;
      throw new Error(`${name} is stale: ${file} holds ${times} times, not once: ${JSON.stringify(from)}`);
    }
    return `${before}${to}${after}`;
  }, source);
}
