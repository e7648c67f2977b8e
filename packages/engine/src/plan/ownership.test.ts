import { MANUAL_RECOVERY, PROVENANCE_TAGS, provenanceTags } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { type OwnershipFacts, ours, ownershipOf } from './ownership.js';

const PROVENANCE = { certificateId: 'shop', targetId: 'web', instance: 'here' };

function owned(tags: Record<string, string> | undefined, over: Partial<OwnershipFacts> = {}) {
  return ownershipOf({
    hasTags: true,
    tags,
    fingerprint: 'f1',
    provenance: PROVENANCE,
    kept: [],
    committed: false,
    madeHere: false,
    ...over,
  });
}

describe('a certificate is ours', () => {
  it('by our tags, whichever certificate of the target it is', () => {
    expect(owned(provenanceTags({ ...PROVENANCE, certificateId: 'another' })).ours).toBe(true);
  });

  it('by a leaf whose key we keep, also when tags cannot be read', () => {
    expect(owned(undefined, { kept: ['f1'] }).ours).toBe(true);
    expect(owned({}, { kept: ['f1'] }).ours).toBe(true);
  });

  it('by being the revision that our import made, though its tags were dropped', () => {
    expect(owned({}, { madeHere: true }).ours).toBe(true);
  });

  it('by no key that somebody gave us', () => {
    const kept = { role: 'current', serial: '1', deploymentId: 'd', holdsKey: true, notAfter: 1 } as const;
    const records = [
      { ...kept, fingerprint: 'f1', origin: 'sent' as const },
      { ...kept, fingerprint: 'f2', origin: 'found' as const },
    ];
    expect(ours(records)).toEqual(['f1']);
  });

  it('by the tag of a recovery by hand, where we had deployed before', () => {
    const tags = { [PROVENANCE_TAGS.managedBy]: MANUAL_RECOVERY };
    expect(owned(tags, { committed: true }).ours).toBe(true);
    expect(owned(tags).ours).toBe(false);
  });
});

describe('a certificate is not ours', () => {
  it.each([
    ['without tags', {}, 'no tag certctl-managed-by'],
    ['when its tags cannot be read', undefined, 'cannot be read'],
    ['with the tag of another tool', { [PROVENANCE_TAGS.managedBy]: 'terraform' }, '"terraform"'],
    ['of another installation', provenanceTags({ ...PROVENANCE, instance: 'there' }), '"there"'],
    ['of another target', provenanceTags({ ...PROVENANCE, targetId: 'api' }), '"api"'],
  ])('%s, and the reason is said', (_, tags, reason) => {
    const ownership = owned(tags);
    expect(ownership.ours ? '' : ownership.why).toContain(reason);
  });
});
