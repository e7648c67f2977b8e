import { afterEach, describe, expect, it, vi } from 'vitest';
import { benchMemory } from '../memory/bench-memory.js';
import { benchOverhead } from '../overhead/bench-overhead.js';

/** Processes have to start, which on a busy machine takes most of the time. */
const TIMEOUT = 240_000;

function printed(): { text: () => string } {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  return { text: () => lines.join('\n') };
}

/** Deploys a second of the engine in the first row. */
const rateOf = (table: string) => Number(/^ {2}ACM +\d+ +(\d+\.\d)/m.exec(table)?.[1]);

afterEach(() => {
  vi.restoreAllMocks();
});

describe('the benches, for a moment', () => {
  it(
    'tell the rates, the ratio and the processors’ time of both sides, which ask for the same',
    async () => {
      const { text } = printed();
      const short = { inFlight: [2], rounds: 1, roundMs: 100, certificates: 2 };
      await benchOverhead([
        { ...short, clouds: ['acm', 'vault'], answerMs: 0 },
        { ...short, clouds: ['acm'], answerMs: 20 },
      ]);
      const figures = String.raw`\s+2(\s+\d+\.\d){2}\s+\d+\.\d\d \(\d+\.\d\d to \d+\.\d\d\)(\s+\d+\.\d){4}$`;
      expect(text()).toMatch(new RegExp(`^  ACM ${figures}`, 'm'));
      expect(text()).toMatch(new RegExp(`^  Key Vault${figures}`, 'm'));
      const [atOnce = '', away = ''] = text().split('let each request wait 20 ms');
      // Seven requests, some at the same time: no deploy of two slots can be through in less than three waits.
      expect(rateOf(away)).toBeLessThan(2 / 0.06);
      expect(atOnce).toMatch(/^ {2}services that answer at once/m);
      expect(text()).toMatch(
        /target: at least 0\.9 of the plain SDK everywhere: (met|MISSED in \d of 3 rows)$/,
      );
    },
    TIMEOUT,
  );

  it(
    'tell the memory at the first mark and at the end',
    async () => {
      const { text } = printed();
      await benchMemory({ first: 8, deploys: 16, slots: 4, certificates: 2 });
      expect(text()).toMatch(/after +8 deploys +resident +\d+\.\d MiB/);
      expect(text()).toMatch(/after +16 deploys +resident +\d+\.\d MiB/);
      expect(text()).toMatch(/target: at most 1\.1 of the first: \d\.\d{3}, (met|MISSED) \(\d+ s\)$/);
    },
    TIMEOUT,
  );
});
