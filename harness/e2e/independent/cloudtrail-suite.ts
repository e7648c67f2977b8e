import assert from 'node:assert/strict';
import { cloudTrailRules, startFakeAcm, startFakeCloudTrail } from '@certctl/emulators';
import { KEYS, leafIssued, REGION } from '../src/acm-scenario.js';
import { AwsCli } from './aws-cli.js';
import type { Checks } from './checks.js';
import { asList, asRecord } from './moto-suite.js';
import type { PythonTools } from './python-tools.js';

const LOOKUP = ['cloudtrail', 'lookup-events', '--no-paginate'] as const;

/** The command line that others wrote, against our event history. */
export async function cloudTrailSuite(checks: Checks, tools: PythonTools): Promise<void> {
  const met = new Set<string>();
  const acm = await startFakeAcm({ region: REGION, sigv4: 'check', accessKeys: [KEYS] });
  const trail = await startFakeCloudTrail({
    acm,
    sigv4: 'check',
    onRequest: ({ rule }) => {
      if (rule !== undefined) met.add(rule);
    },
  });
  const aws = new AwsCli(tools, acm.url, { AWS_ENDPOINT_URL_CLOUDTRAIL: trail.url });
  const named = (name: string) => ['--lookup-attributes', `AttributeKey=EventName,AttributeValue=${name}`];
  const refused = async (code: string, ...args: readonly string[]) => {
    const ended = await aws.run(...LOOKUP, ...args);
    assert.notEqual(ended.code, 0);
    assert.ok(ended.stderr.includes(`(${code})`), ended.stderr);
  };
  let arn = '';
  try {
    checks.section('aws cloudtrail → emulator');
    await checks.check('an import and who made it', async () => {
      const files = aws.material('web', await leafIssued(10));
      arn = String((await aws.json('acm', 'import-certificate', ...files)).CertificateArn);
      await aws.json('acm', 'import-certificate', '--certificate-arn', arn, ...files);
      const events = asList((await aws.json(...LOOKUP, ...named('ImportCertificate'))).Events).map(asRecord);
      assert.equal(events.length, 2);
      for (const event of events) {
        assert.deepEqual(
          [event.EventSource, event.Username, event.ReadOnly],
          ['acm.amazonaws.com', KEYS.accessKeyId, 'false'],
        );
        const record = asRecord(JSON.parse(String(event.CloudTrailEvent)));
        assert.match(String(record.userAgent), /aws-cli/);
        assert.equal(asRecord(record.responseElements).certificateArn, arn);
      }
    });
    await checks.check('every page of the pages', async () => {
      await aws.json('acm', 'describe-certificate', '--certificate-arn', arn);
      trail.settings.pageSize = 1;
      const all = await aws.json('cloudtrail', 'lookup-events', '--max-items', '10');
      trail.settings.pageSize = 50;
      assert.equal(asList(all.Events).length, 3);
    });
    await checks.check('the command of certctl explain finds the certificate', async () => {
      const query = `Events[?contains(CloudTrailEvent, '${arn}')].[EventTime,Username,EventName]`;
      const since = new Date(Date.now() - 86_400_000).toISOString();
      const source = 'AttributeKey=EventSource,AttributeValue=acm.amazonaws.com';
      const { code, stdout } = await aws.run(
        ...['cloudtrail', 'lookup-events', '--start-time', since, '--lookup-attributes', source],
        ...['--query', query, '--output', 'table'],
      );
      assert.equal(code, 0);
      assert.equal(stdout.split('ImportCertificate').length - 1, 2, stdout);
    });
    await checks.check('what is refused, by its name', async () => {
      const one = 'AttributeKey=ReadOnly,AttributeValue=true';
      await refused('InvalidLookupAttributesException', '--lookup-attributes', one, one);
      await refused(
        'InvalidLookupAttributesException',
        ...['--lookup-attributes', 'AttributeKey=ResourceType,AttributeValue=x'],
      );
      await refused('InvalidMaxResultsException', '--max-results', '51');
      await refused('InvalidNextTokenException', '--next-token', 'bm90aGluZw');
      await refused('InvalidEventCategoryException', '--event-category', 'insight');
      await refused('InvalidTimeRangeException', '--start-time', '2026-01-02', '--end-time', '2026-01-01');
      // A command takes longer to start than the bucket to fill.
      trail.faults.add({ operation: 'LookupEvents', kind: 'throttle' });
      await refused('ThrottlingException');
    });
    await checks.check('every rule of the emulator that refuses was met', async () => {
      const throttling = 'cloudtrail/rates';
      const refusing = cloudTrailRules.filter(({ refusal }) => refusal !== undefined).map(({ id }) => id);
      assert.deepEqual(
        refusing.filter((id) => !met.has(id) && id !== throttling),
        [],
      );
    });
  } finally {
    aws.close();
    await trail.close();
    await acm.close();
  }
}
