import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as entry from './index.js';

describe('the main entry', () => {
  it('never loads what only issuing needs, which would cost every start 300 ms', () => {
    const sources = readdirSync(import.meta.dirname).filter((file) => /(?<!\.test)\.ts$/.test(file));
    expect(sources.length).toBeGreaterThan(10);
    for (const file of sources) {
      const text = readFileSync(join(import.meta.dirname, file), 'utf8');
      const imported = [...text.matchAll(/(?:from|import) '([^']+)'/g)].map((match) => match[1] ?? '');
      expect(
        imported.filter((name) => !/^(?:node:|@certctl\/plugin-api$|\.\/[a-z0-9-]+\.js$)/.test(name)),
        file,
      ).toEqual([]);
    }
  });

  it('prints fingerprints as openssl does', () => {
    expect(entry.formatFingerprint('00abff')).toBe('00:AB:FF');
  });

  it('declares each rule once', () => {
    const codes = entry.RULES.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const rule of entry.RULES)
      expect(rule).toMatchObject({ summary: expect.any(String), source: expect.any(String) });
  });
});
