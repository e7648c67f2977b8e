import {
  AddTagsToCertificateCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
  type Tag,
} from '@aws-sdk/client-acm';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
  type TagFilter,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { describe, expect, it } from 'vitest';
import {
  acmSession,
  clientConfig,
  importCommand,
  imported,
  leaf,
  refusal,
} from '../../../test-support/acm-session.js';
import { manualClock } from '../../server/clock.js';
import type { FakeAcmOptions } from '../fake-acm.js';

async function tagged(tags: Tag[], options: FakeAcmOptions = {}) {
  const { acm, emulator } = await acmSession(options);
  const CertificateArn = await imported(acm, { made: await leaf(), ...(tags.length === 0 ? {} : { tags }) });
  return {
    emulator,
    CertificateArn,
    add: (Tags: Tag[]) => acm.send(new AddTagsToCertificateCommand({ CertificateArn, Tags })),
    remove: (Tags: Tag[]) => acm.send(new RemoveTagsFromCertificateCommand({ CertificateArn, Tags })),
    list: async () => (await acm.send(new ListTagsForCertificateCommand({ CertificateArn }))).Tags,
  };
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

describe('tags of a certificate', () => {
  it('are added and overwritten by key', async () => {
    const { add, list } = await tagged([{ Key: 'a', Value: '1' }]);
    await add([{ Key: 'a', Value: '2' }, { Key: 'b' }]);
    expect(await list()).toEqual([
      { Key: 'a', Value: '2' },
      { Key: 'b', Value: '' },
    ]);
  });

  it('are removed by key, or by key and value', async () => {
    const { remove, list } = await tagged([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
      { Key: 'c', Value: '3' },
    ]);
    await remove([{ Key: 'a' }, { Key: 'b', Value: 'another' }, { Key: 'c', Value: '3' }]);
    expect(await list()).toEqual([{ Key: 'b', Value: '2' }]);
  });

  it('are 50 at most', async () => {
    const { add, list } = await tagged(many(50));
    await add([{ Key: 'k0', Value: 'changed' }]);
    expect(await refusal(add([{ Key: 'one-more', Value: '' }]))).toMatchObject({
      name: 'TooManyTagsException',
      status: 400,
    });
    expect(await list()).toHaveLength(50);
  });

  it.each([
    ['a key of 129 characters', { Key: 'k'.repeat(129), Value: '' }],
    ['an empty key', { Key: '', Value: '' }],
    ['a value of 257 characters', { Key: 'k', Value: 'v'.repeat(257) }],
    ['a character outside the set', { Key: 'k', Value: 'a;b' }],
  ])('refuse %s', async (_what, tag) => {
    const { add } = await tagged([]);
    const answer = await refusal(add([tag]));
    expect(answer).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(answer.message).toContain('tags.1.member.');
  });

  it('take letters of any script, spaces and the punctuation of the model', async () => {
    const { add } = await tagged([]);
    await add([{ Key: 'schlüssel ключ_.:/=+-@', Value: '值 1' }]);
  });

  it('refuse the prefix aws:, on import and afterwards', async () => {
    const { acm } = await acmSession();
    const tags = [{ Key: 'aws:mine', Value: '' }];
    const { add } = await tagged([]);
    expect(await refusal(add(tags))).toMatchObject({ name: 'InvalidTagException', status: 400 });
    expect((await refusal(acm.send(importCommand({ made: await leaf(), tags })))).name).toBe(
      'InvalidTagException',
    );
  });

  it('can be behind', async () => {
    const clock = manualClock();
    const { add, list } = await tagged([{ Key: 'a', Value: '1' }], { clock, tagLag: 1_000 });
    expect(await list()).toEqual([]);
    clock.advance(1_000);
    await add([{ Key: 'a', Value: '2' }]);
    expect(await list()).toEqual([{ Key: 'a', Value: '1' }]);
    clock.advance(1_000);
    expect(await list()).toEqual([{ Key: 'a', Value: '2' }]);
  });
});

describe('GetResources', () => {
  async function world(options: FakeAcmOptions = {}) {
    const { acm, emulator } = await acmSession(options);
    const made = await leaf();
    const both = await imported(acm, {
      made,
      tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '2' },
      ],
    });
    const one = await imported(acm, { made, tags: [{ Key: 'a', Value: '3' }] });
    await imported(acm, { made });
    const client = new ResourceGroupsTaggingAPIClient(clientConfig(emulator));
    const find = async (TagFilters: TagFilter[], ResourceTypeFilters = ['acm:certificate']) => {
      const answer = await client.send(new GetResourcesCommand({ TagFilters, ResourceTypeFilters }));
      return answer.ResourceTagMappingList?.map(({ ResourceARN }) => ResourceARN);
    };
    return { both, one, client, find };
  }

  it('finds what matches all filters, with any value of a filter', async () => {
    const { both, one, find } = await world();
    expect(await find([{ Key: 'a', Values: ['1', '3'] }])).toEqual([both, one]);
    expect(await find([{ Key: 'a', Values: ['1', '3'] }, { Key: 'b' }])).toEqual([both]);
    expect(await find([{ Key: 'a', Values: ['9'] }])).toEqual([]);
  });

  it('leaves out what was never tagged', async () => {
    const { find } = await world();
    expect(await find([])).toHaveLength(2);
  });

  it('finds nothing of another resource type', async () => {
    const { find } = await world();
    expect(await find([{ Key: 'a' }], ['s3:bucket'])).toEqual([]);
  });

  it('pages by a token that is empty at the end', async () => {
    const { client } = await world({ pageSize: 1 });
    const first = await client.send(new GetResourcesCommand({}));
    expect(first.ResourceTagMappingList).toHaveLength(1);
    const second = await client.send(new GetResourcesCommand({ PaginationToken: first.PaginationToken }));
    expect(second.PaginationToken).toBe('');
  });

  it('refuses what it does not emulate', async () => {
    const { client } = await world();
    const command = new GetResourcesCommand({ IncludeComplianceDetails: true });
    expect(await refusal(client.send(command))).toMatchObject({
      name: 'InvalidParameterException',
      status: 400,
    });
  });

  it('names throttling ThrottledException', async () => {
    const { acm, emulator } = await acmSession();
    acm.destroy();
    emulator.faults.add({ operation: 'GetResources', kind: 'throttle' });
    const client = new ResourceGroupsTaggingAPIClient(clientConfig(emulator));
    expect((await refusal(client.send(new GetResourcesCommand({})))).name).toBe('ThrottledException');
  });
});
