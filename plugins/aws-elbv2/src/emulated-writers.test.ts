import { type FakeCloudTrail, startFakeCloudTrail } from '@certctl/emulators';
import type { Write } from '@certctl/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { CallDouble, EmulatedListener, KEYS, openEmulated } from './emulated-listener.fixture.js';
import type { ListenerBinding } from './listener-binding.js';

const STRANGER = { accessKeyId: 'AKIASTRANGER', secretAccessKey: 'another-secret' };

let listener: EmulatedListener;
let trail: FakeCloudTrail;
let binding: ListenerBinding;
afterEach(async () => {
  await binding.close();
  await trail.close();
  await listener.close();
});

async function start(): Promise<void> {
  listener = await EmulatedListener.start({ acm: { accessKeys: [KEYS, STRANGER] } });
  const { acm, elb } = listener;
  trail = await startFakeCloudTrail({ acm, services: [elb] });
  const endpoints = { elbv2: elb.url, sts: acm.url, cloudtrail: trail.url };
  binding = await openEmulated(acm, elb, { endpoints });
}

async function writes(): Promise<readonly Write[]> {
  const [history] = binding.writers(await listener.at()).trails;
  const found: Write[] = [];
  const window = { since: 0, until: Date.now() + 1_000 };
  for await (const write of history?.read(window, new CallDouble()) ?? []) found.push(write);
  return found;
}

describe('who changed a listener', () => {
  it('is told by the event history, of this listener and no other', async () => {
    await start();
    const { arn } = await listener.another();
    const other = listener.elb.seedListener({
      loadBalancer: listener.loadBalancer,
      certificate: listener.held,
      port: 8443,
    });
    const stranger = await openEmulated(listener.acm, listener.elb, {}, STRANGER);
    await listener.bind(arn);
    await stranger.bind(await listener.at(), listener.held, new CallDouble());
    await stranger.bind(await listener.at({ listener_arn: other }), arn, new CallDouble());
    await stranger.close();
    const found = await writes();
    expect(found.map(({ principal, operation }) => [principal.split('/').at(-1), operation])).toEqual(
      expect.arrayContaining([
        ['AKIAPLUGIN', 'ModifyListener'],
        ['AKIASTRANGER', 'ModifyListener'],
      ]),
    );
    expect(found).toHaveLength(2);
    const requests = listener.elb.requests.of('ModifyListener').map(({ requestId }) => requestId);
    for (const { requestId } of found) expect(requests).toContain(requestId);
  });

  it('names our own identity', async () => {
    await start();
    const { self } = binding.writers(await listener.at());
    expect(await self(new CallDouble())).toBe('arn:aws:iam::123456789012:user/AKIAPLUGIN');
  });
});
