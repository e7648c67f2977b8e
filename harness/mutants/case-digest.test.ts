import { describe, expect, it } from 'vitest';
import { caseDigest } from './case-digest.js';

const CASE = `import { defineCase } from '../../kernel/conformance-case.js';

export default defineCase({
  slug: 'tags/stay',
  level: 'core',
  requires: [],
  title: 'Tags stay.',
  why: 'They get lost.',
  async run(world) {
    // Somebody else's.
    expectEqual('tags', await world.held(), { team: 'payments' });
  },
});
`;

const changed = (from: string, to: string) => {
  expect(CASE).toContain(from);
  return caseDigest(CASE.replace(from, to));
};

describe('the digest of a case', () => {
  it.each([
    ['its title', 'Tags stay.', 'Tags are kept.'],
    ['why it is there', 'They get lost.', 'A re-import strips them.'],
    ['its level', "'core'", "'provisional'"],
    ['a comment', "// Somebody else's.", '// Of the operator.'],
    ['its layout', 'run(world) {', 'run(\n    world,\n  ) {'],
  ])('is the same whatever is said in %s', (_, from, to) => {
    expect(changed(from, to)).toBe(caseDigest(CASE));
  });

  it.each([
    ['asks something else', "team: 'payments'", "team: 'checkout'"],
    ['asks others', 'requires: []', "requires: [{ capability: 'finds', is: [true] }]"],
    ['uses something else', 'kernel/conformance-case.js', 'kernel/other-case.js'],
  ])('is another when the case %s', (_, from, to) => {
    expect(changed(from, to)).not.toBe(caseDigest(CASE));
  });

  it('is refused of a file that has no case', () => {
    expect(() => caseDigest('export default 1;')).toThrow('exports no defineCase');
  });
});
