import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from './fault-kinds.js';
import { differencesOf, FLOWS, isWanted, planMatrix } from './matrix.js';

/** Of each plugin one, and of the ways there and back; all of it is run by `npm run faults`. */
const SPREAD = ['acm/renewal', 'acm/withdraw', 'elbv2/rollback', 'key-vault/renewal', 'filesystem/rollback'];
const EVERY = 23;
const AT_ONCE = 4;

describe('the matrix of every call against every fault', () => {
  it('has all flows and all faults in what is reviewed', () => {
    const matrix = readFileSync(join(import.meta.dirname, 'matrix.md'), 'utf8');
    for (const { plugin, slug } of FLOWS) expect(matrix).toContain(`\n## ${plugin}/${slug}\n`);
    for (const { slug } of FAULTS) expect(matrix).toContain(`\n| ${slug} | `);
  });

  it('is asked for by parts of its names', () => {
    const id = 'acm/renewal/GetCertificate@proving.2/reset';
    expect(isWanted(id, ['acm/renewal/GetCertificate/reset'])).toBe(true);
    expect(isWanted(id, ['acm/renewal/GetCertificate@proving.2'])).toBe(true);
    expect(isWanted(id, ['acm/renewal/Get', 'acm/rollback'])).toBe(false);
  });

  it('holds in a spread of its cells', async () => {
    const flows = FLOWS.filter(({ plugin, slug }) => SPREAD.includes(`${plugin}/${slug}`));
    const { cells } = await planMatrix(flows);
    const chosen = cells.filter((_, at) => at % EVERY === 0);
    expect(chosen.length).toBeGreaterThan(15);
    const left = chosen.values();
    const different: string[] = [];
    const worker = async () => {
      for (const cell of left)
        for (const each of await differencesOf(cell)) different.push(`${cell.id}: ${each}`);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(different).toEqual([]);
  }, 120_000);
});
