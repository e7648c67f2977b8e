import { AddTagsToCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import {
  CloudTrailClient,
  LookupEventsCommand,
  type LookupEventsCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { DescribeListenersCommand, ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, describe, expect, it } from 'vitest';
import {
  acmClient,
  acmSession,
  clientConfig,
  imported,
  leaf,
  refusal,
} from '../../test-support/acm-session.js';
import { elbv2Client, elbv2Session } from '../../test-support/elbv2-session.js';
import { manualClock } from '../server/clock.js';
import { type FakeCloudTrailOptions, startFakeCloudTrail } from './fake-cloudtrail.js';

const running: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((part) => part.close()));
});

async function trailBeside(options: FakeCloudTrailOptions) {
  const trail = await startFakeCloudTrail(options);
  running.push(trail);
  const client = (accessKeyId = 'AKIAEMULATOREXAMPLE1', region = 'eu-west-1') => {
    const made = new CloudTrailClient(clientConfig(trail, { accessKeyId, region }));
    running.push({ close: () => made.destroy() });
    return made;
  };
  const lookup = (input: LookupEventsCommandInput = {}) => client().send(new LookupEventsCommand(input));
  return { trail, client, lookup };
}

const named = (AttributeValue: string): LookupEventsCommandInput => ({
  LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue }],
});

describe('an event', () => {
  it('tells who imported what, from where, under which request, and nothing of the key', async () => {
    const { emulator, acm } = await acmSession();
    const { lookup } = await trailBeside({ acm: emulator });
    const made = await leaf();
    const arn = await imported(acm, { made });
    await imported(acmClient(emulator, { accessKeyId: 'AKIASTRANGER' }), { made, arn });
    const { Events = [] } = await lookup(named('ImportCertificate'));
    const records = Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent));
    const [second, first] = emulator.requests.of('ImportCertificate').toReversed();
    expect(Events).toHaveLength(2);
    const again = records.find(({ requestID }) => requestID === second?.requestId);
    const once = records.find(({ requestID }) => requestID === first?.requestId);
    expect(again).toMatchObject({
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/AKIASTRANGER' },
      eventSource: 'acm.amazonaws.com',
      sourceIPAddress: '127.0.0.1',
      userAgent: expect.stringContaining('aws-sdk-js'),
      requestParameters: { certificateArn: arn, privateKey: { hb: ['byte', 'byte', 'byte', '...'] } },
      responseElements: { certificateArn: arn },
      readOnly: false,
      managementEvent: true,
    });
    expect(once.requestParameters).not.toHaveProperty('certificateArn');
    expect(once.eventID).not.toBe(once.requestID);
    expect(JSON.stringify(Events)).not.toContain(made.privateKeyPem.split('\n')[1]);
  });

  it('tells of a refused call with its error, and of none that broke before the service had it', async () => {
    const { emulator, acm } = await acmSession();
    const { lookup } = await trailBeside({ acm: emulator });
    const made = await leaf();
    const arn = await imported(acm, { made });
    emulator.faults.add({ operation: 'AddTagsToCertificate', kind: 'reset' });
    emulator.faults.add({
      operation: 'AddTagsToCertificate',
      kind: 'reset',
      when: 'after-effect',
      on: { nth: 2 },
    });
    const tag = (Key: string) =>
      acm.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: [{ Key, Value: '' }] }));
    for (const key of ['lost', 'done', 'aws:no']) await refusal(tag(key));
    const { Events = [] } = await lookup(named('AddTagsToCertificate'));
    const errors = Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent).errorCode);
    expect(errors.toSorted()).toEqual(['InvalidTagException', undefined]);
  });

  it('is of the session of a role, with the role as its issuer', async () => {
    const principal = 'arn:aws:sts::123456789012:assumed-role/deployer/host-1';
    const { emulator, acm } = await acmSession({
      accessKeys: [{ accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 'secret', principal }],
    });
    const { lookup } = await trailBeside({ acm: emulator });
    await imported(acm, { made: await leaf() });
    const { Events = [] } = await lookup();
    expect(Events[0]).toMatchObject({ Username: 'host-1', ReadOnly: 'false', Resources: [] });
    expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '').userIdentity).toMatchObject({
      type: 'AssumedRole',
      arn: principal,
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::123456789012:role/deployer' } },
    });
  });

  it('is of listeners, too', async () => {
    const { emulator, elbv2, listener } = await elbv2Session();
    const { lookup } = await trailBeside({ acm: emulator, services: [elbv2] });
    const elb = elbv2Client(elbv2);
    await elb.send(new DescribeListenersCommand({ ListenerArns: [listener] }));
    await elb.send(new ModifyListenerCommand({ ListenerArn: listener, Port: 8443 }));
    const { Events = [] } = await lookup({
      LookupAttributes: [
        { AttributeKey: 'EventSource', AttributeValue: 'elasticloadbalancing.amazonaws.com' },
      ],
    });
    expect(Events.map(({ EventName, ReadOnly }) => [EventName, ReadOnly]).toSorted()).toEqual([
      ['DescribeListeners', 'true'],
      ['ModifyListener', 'false'],
    ]);
    const { CloudTrailEvent = '' } = Events.find(({ ReadOnly }) => ReadOnly === 'false') ?? {};
    expect(JSON.parse(CloudTrailEvent).requestParameters).toEqual({ listenerArn: listener });
  });
});

describe('a lookup', () => {
  it('goes through pages, newest first, and takes no token of another', async () => {
    const clock = manualClock();
    const { emulator, acm } = await acmSession({ clock });
    const { lookup } = await trailBeside({ acm: emulator });
    for (let call = 0; call < 5; call++) {
      clock.advance(1_000);
      await acm.send(new ListCertificatesCommand({}));
    }
    const seen: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lookup({
        ...named('ListCertificates'),
        MaxResults: 2,
        ...(NextToken ? { NextToken } : {}),
      });
      seen.push(...(page.Events ?? []).map(({ EventTime }) => EventTime?.getTime() ?? 0));
      expect(page.Events?.length).toBeLessThanOrEqual(2);
      NextToken = page.NextToken;
    } while (NextToken);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
    const { NextToken: other } = await lookup({ MaxResults: 1 });
    expect(
      await refusal(lookup({ ...named('ListCertificates'), ...(other ? { NextToken: other } : {}) })),
    ).toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it('shows an event only after the lag, for ninety days, and for its own region', async () => {
    const clock = manualClock();
    const { emulator, acm } = await acmSession({ clock });
    const { trail, lookup, client } = await trailBeside({ acm: emulator, lag: 900_000 });
    await acm.send(new ListCertificatesCommand({}));
    expect((await lookup()).Events).toEqual([]);
    clock.advance(900_000);
    expect((await lookup()).Events).toHaveLength(1);
    expect((await client(undefined, 'us-east-1').send(new LookupEventsCommand({}))).Events).toEqual([]);
    clock.advance(90 * 86_400_000);
    expect((await lookup({ StartTime: new Date(0) })).Events).toEqual([]);
    expect(trail.requests.of('LookupEvents')).toHaveLength(4);
  });

  it('is held to its time, to one attribute and to fifty events', async () => {
    const { emulator } = await acmSession();
    const { lookup } = await trailBeside({ acm: emulator });
    const source = { AttributeKey: 'EventSource', AttributeValue: 'acm.amazonaws.com' } as const;
    const names = await Promise.all(
      [
        lookup({ LookupAttributes: [source, source] }),
        lookup({ LookupAttributes: [{ ...source, AttributeKey: 'ResourceType' }] }),
        lookup({ MaxResults: 51 }),
        lookup({ StartTime: new Date(2_000), EndTime: new Date(1_000) }),
        lookup({ EventCategory: 'insight' }),
      ].map(async (sent) => (await refusal(sent)).name),
    );
    expect(names).toEqual([
      'InvalidLookupAttributesException',
      'InvalidLookupAttributesException',
      'InvalidMaxResultsException',
      'InvalidTimeRangeException',
      'InvalidEventCategoryException',
    ]);
  });

  it('finds by the name of the resource only where events have it', async () => {
    const { emulator, acm } = await acmSession();
    const { trail, lookup } = await trailBeside({ acm: emulator });
    const arn = await imported(acm, { made: await leaf() });
    const byName = () =>
      lookup({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: arn }] });
    expect((await byName()).Events).toEqual([]);
    trail.settings.resources = 'named';
    expect((await byName()).Events).toMatchObject([{ Resources: [{ ResourceName: arn }] }]);
  });

  it('is throttled at two a second, and refused without its permission', async () => {
    const clock = manualClock();
    const allow = { Statement: { Effect: 'Allow', Action: 'acm:*', Resource: '*' } } as const;
    const { emulator } = await acmSession({
      clock,
      accessKeys: [{ accessKeyId: 'AKIAPOOR', secretAccessKey: 'secret', allow }],
    });
    const { lookup, client } = await trailBeside({ acm: emulator, rates: 'published' });
    expect(await refusal(client('AKIAPOOR').send(new LookupEventsCommand({})))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('cloudtrail:LookupEvents on resource: *'),
    });
    await lookup();
    expect(await refusal(lookup())).toMatchObject({ name: 'ThrottlingException', status: 400 });
    clock.advance(1_000);
    await lookup();
  });
});
