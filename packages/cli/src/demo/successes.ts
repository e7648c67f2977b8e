import { X509Certificate } from 'node:crypto';
import { type Act, standingOf } from './act.js';
import { publicKeyOf } from './handshake.js';
import { sawWrites, seesLeaf, seesTags } from './seen.js';

export const firstImport: Act = {
  title: 'A first import',
  about:
    'No ARN is pinned and none is found by its tags, so a new certificate is imported, tagged and proven.',
  expected: 'deployed',
  async play(stage, memory) {
    const leaf = await stage.issue();
    const outcome = await stage.engine.deploy(stage.request(leaf));
    const arn = stage.held()?.arn ?? '';
    memory.standing = { arn, current: leaf };
    return {
      ended: { outcome },
      checks: [
        { what: `a certificate was made: ${arn}`, holds: arn !== '' && outcome.reference === arn },
        ...(await seesLeaf(stage, memory.standing, 'the')),
        seesTags(stage),
      ],
    };
  },
};

export const renewal: Act = {
  title: 'A renewal with a new key, in place',
  about:
    'The ARN is found by the tags. The emulator loses all tags on a re-import, as ACM is said to: they are put back.',
  expected: 'deployed',
  async play(stage, memory) {
    const before = stage.writes();
    const { arn, current: old } = standingOf(memory);
    const leaf = await stage.issue();
    const outcome = await stage.engine.deploy(stage.request(leaf));
    memory.standing = { arn, current: leaf };
    const keys = [old, leaf].map(({ certificatePem }) => publicKeyOf(new X509Certificate(certificatePem)));
    const held = stage.held();
    return {
      ended: { outcome },
      checks: [
        ...(await seesLeaf(stage, memory.standing, 'the new')),
        {
          what: 'the key is another one than before',
          holds: keys[0] !== keys[1] && held?.keySpkiSha256 === keys[1],
        },
        { ...seesTags(stage), what: 'all tags are back, by a call of their own' },
        { ...sawWrites(stage, before, 2), what: '2 writes: one import, one for the tags' },
      ],
    };
  },
};

export const again: Act = {
  title: 'The same deploy again',
  about: 'Leaf, chain and tags are what they should be.',
  expected: 'unchanged',
  async play(stage, memory) {
    const before = stage.writes();
    const standing = standingOf(memory);
    const outcome = await stage.engine.deploy(stage.request(standing.current));
    return {
      ended: { outcome },
      checks: [sawWrites(stage, before, 0), ...(await seesLeaf(stage, standing, 'the same'))],
    };
  },
};
