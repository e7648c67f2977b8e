import { spawnSync } from 'node:child_process';

/** A command that is timed from its start to its end. */
export interface Subject {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exit code that shows that it did its work. */
  readonly expects: number;
}

/**
 * Times each subject so often, in turns: whatever else the machine does meets all of them alike.
 * @returns medians in milliseconds, in the order of the subjects
 * @throws when a subject does not end as it must, for then its time means nothing
 */
export function medians(subjects: readonly Subject[], rounds: number): number[] {
  const times = subjects.map((): number[] => []);
  for (let round = -1; round < rounds; round++) {
    subjects.forEach((subject, position) => {
      const start = performance.now();
      const ended = spawnSync(process.execPath, subject.args, {
        env: { ...process.env, ...subject.env },
        encoding: 'utf8',
      });
      const took = performance.now() - start;
      if (ended.status !== subject.expects) {
        throw new Error(`${subject.name} ended with ${ended.status}: ${ended.stderr}${ended.stdout}`);
      }
      // The first round fills the caches of the file system and counts for nothing.
      if (round >= 0) times[position]?.push(took);
    });
  }
  return times.map((all) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0);
}
