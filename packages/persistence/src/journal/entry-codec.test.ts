import { isDeepStrictEqual } from 'node:util';
import { readCertificate } from '@certctl/certificate';
import { issueAuthority } from '@certctl/certificate/issue';
import type { JournalEntry } from '@certctl/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../testing/journal-entries.js';
import { decodeEntry, encodeEntry } from './entry-codec.js';

const bytes = fc.uint8Array({ maxLength: 40 });
/** Names that JavaScript or the encoding itself could take for something else. */
const name = fc.oneof(
  fc.string(),
  fc.constantFrom('$bytes', '$$bytes', '$', '__proto__', 'constructor', 'toJSON'),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;
const observation = fc.oneof(
  fc.constant({ state: 'absent' }),
  fc.record(
    {
      state: fc.constant('present'),
      leaf: bytes,
      chain: fc.array(bytes, { maxLength: 3 }),
      tags: fc.dictionary(name, fc.string(), { noNullPrototype: true }),
      attributes: fc.dictionary(name, json, { noNullPrototype: true }),
      revision: fc.string(),
    },
    { requiredKeys: ['state'], noNullPrototype: true },
  ),
);

describe('the encoding of a journal entry', () => {
  it('gives every entry back as it was, its bytes and whatever a service calls its attributes', () => {
    fc.assert(
      fc.property(
        observation,
        bytes,
        fc.array(bytes, { maxLength: 3 }),
        name,
        json,
        (preImage, leaf, chain, added, value) => {
          const { incoming, ...rest } = entryOf('d1');
          // The generated observation has the shape of one; a field that is not known yet has none.
          const entry = {
            ...rest,
            incoming: { ...incoming, leaf, chain },
            preImage,
            later: { [added]: value },
          } as unknown as JournalEntry;
          const back = decodeEntry(encodeEntry(entry), 'd1');
          // Of Node, because an own property called constructor misleads the matcher.
          expect(isDeepStrictEqual(back, entry)).toBe(true);
        },
      ),
    );
  });

  it('keeps a real certificate so that it can be read again', async () => {
    const { facts } = await issueAuthority();
    const entry = entryOf('d1', { preImage: { state: 'present', leaf: facts.der } });
    const { preImage } = decodeEntry(encodeEntry(entry), 'd1');
    if (preImage.state !== 'present' || !preImage.leaf) throw new Error('the leaf is gone');
    expect(readCertificate(preImage.leaf).fingerprint).toBe(facts.fingerprint);
  });

  it('refuses an entry of a later format, and what is none', () => {
    const read = (text: string) => () => decodeEntry(text, 'd1');
    expect(read('{"version":2,"entry":{}}')).toThrow(expect.objectContaining({ code: 'store_newer' }));
    for (const text of [
      '',
      '{}',
      '[]',
      'null',
      '{"version":1}',
      '{"version":1,"entry":[]}',
      '{"version":"1","entry":{}}',
    ]) {
      expect(read(text)).toThrow(expect.objectContaining({ code: 'store_corrupt' }));
    }
  });
});
