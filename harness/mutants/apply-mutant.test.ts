import { describe, expect, it } from 'vitest';
import { applyMutant } from './apply-mutant.js';
import type { Mutant } from './mutant.js';

const mutant = (...replace: Mutant['replace'][number][]): Mutant => ({
  name: 'a-defect',
  defect: 'Something is wrong.',
  file: 'source.ts',
  replace,
  killedBy: { file: 'source.test.ts', test: 'a source > works' },
});

describe('applying a mutant', () => {
  it('replaces each text, as it stands', () => {
    const source = 'if (a) return;\nb();\n';
    expect(applyMutant(mutant({ from: 'if (a)', to: 'if ($&)' }, { from: 'b();', to: '' }), source)).toBe(
      'if ($&) return;\n\n',
    );
  });

  it('refuses a text that is missing or ambiguous, or that an earlier replacement took away', () => {
    expect(() => applyMutant(mutant({ from: 'c', to: '' }), 'ab')).toThrow('holds 0 times');
    expect(() => applyMutant(mutant({ from: 'a', to: '' }), 'aba')).toThrow('holds 2 times');
    const twice = mutant({ from: 'a', to: '' }, { from: 'a', to: '' });
    expect(() => applyMutant(twice, 'ab')).toThrow('holds 0 times');
  });
});
