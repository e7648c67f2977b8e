import type { Judgement } from './judge.js';

/** One line of the table on the screen. */
export function renderLine({ mutant, verdict, why, killers, seconds }: Judgement): string {
  const by = verdict === 'killed' ? `by ${killers.length} ${killers.length === 1 ? 'test' : 'tests'}` : why;
  return [
    verdict.padEnd(8),
    `${seconds.toFixed(1)} s`.padStart(7),
    mutant.name.padEnd(34),
    mutant.defect,
    `[${by}]`,
  ].join('  ');
}
