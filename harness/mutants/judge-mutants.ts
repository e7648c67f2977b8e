import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/repository.js';
import { applyMutant } from './apply-mutant.js';
import { checkCompiles } from './check-compiles.js';
import { inTurn } from './in-turn.js';
import { type Judgement, judge, unreliable } from './judge.js';
import type { LoadedMutant } from './load-mutants.js';
import type { TestRun } from './run-tests.js';

export interface Runs {
  /** The tests that are to find one of them, or any, without any mutant. */
  clean(mutants: readonly LoadedMutant[]): Promise<TestRun>;
  /** The same for one, with it in place. */
  mutated(mutant: LoadedMutant): Promise<TestRun>;
  /** Told of each as it ends. */
  onJudged(judgement: Judgement, run?: TestRun): void;
  /** How many are under way at any time. */
  readonly atOnce: number;
}

/** Puts each mutant in place in turn. One that fits its source no longer, or is no program, is not run. */
export async function judgeMutants(all: readonly LoadedMutant[], runs: Runs): Promise<Judgement[]> {
  const unusable = new Map<string, Judgement>();
  const exclude = (mutant: LoadedMutant, verdict: 'stale' | 'invalid', why: string) =>
    unusable.set(mutant.name, { mutant, verdict, why, killers: [], seconds: 0 });
  for (const mutant of all) {
    const why = whyStale(mutant);
    if (why !== undefined) exclude(mutant, 'stale', why);
  }
  const applicable = all.filter(({ name }) => !unusable.has(name));
  const [complaints, clean] = await Promise.all([checkCompiles(applicable), runs.clean(applicable)]);
  for (const mutant of applicable) {
    const complaint = complaints.get(mutant.name);
    const doubt = unreliable(mutant, clean);
    if (complaint !== undefined) exclude(mutant, 'invalid', complaint);
    else if (doubt !== undefined) exclude(mutant, 'stale', doubt);
  }
  return inTurn(all, runs.atOnce, async (mutant) => {
    const excluded = unusable.get(mutant.name);
    const run = excluded ? undefined : await runs.mutated(mutant);
    const judgement = excluded ?? judge(mutant, run ?? NOT_RUN);
    runs.onJudged(judgement, run);
    return judgement;
  });
}

const NOT_RUN: TestRun = { tests: [], broken: ['it was not run'], seconds: 0 };

function whyStale(mutant: LoadedMutant): string | undefined {
  try {
    applyMutant(mutant, readFileSync(join(ROOT, mutant.file), 'utf8'));
    return undefined;
  } catch (error) {
    return String(error);
  }
}
