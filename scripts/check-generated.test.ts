import { describe, expect, it } from 'vitest';
import { checkGenerated } from './check-generated.js';
import { replacePart } from './markdown.js';

const documents = [{ path: 'docs/a.md', render: async () => 'one\ntwo\n' }];

describe('check-generated', () => {
  it('accepts what is up to date', async () => {
    expect(await checkGenerated(documents, () => 'one\ntwo\n')).toEqual([]);
  });

  it('refuses what is stale, with the first line that differs', async () => {
    const rule = 'is stale; npm run generate renews it';
    expect(await checkGenerated(documents, () => 'one\n2\n')).toEqual([{ file: 'docs/a.md', line: 2, rule }]);
    expect(await checkGenerated(documents, () => 'one\ntwo\n\n')).toHaveLength(1);
  });

  it('refuses what is missing', async () => {
    expect(await checkGenerated(documents, () => undefined)).toEqual([
      { file: 'docs/a.md', rule: 'is missing; npm run generate writes it' },
    ]);
  });

  it('refuses a document that has no place for its generated part', async () => {
    const parts = [{ path: 'README.md', render: async (text: string) => replacePart(text, 'table', 'x') }];
    expect(await checkGenerated(parts, () => '# Title\n')).toEqual([
      { file: 'README.md', rule: 'the document lacks <!-- generated:table --> … <!-- /generated:table -->' },
    ]);
  });
});
