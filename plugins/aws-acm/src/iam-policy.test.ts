import type { JsonObject } from '@certctl/plugin-api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumeRolePolicy, iamPolicy } from './iam-policy.js';
import { permissions } from './permissions.js';

const ARN = 'arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
/** The policy of the runbook, less its resource. */
const RUNBOOK = [
  'acm:ImportCertificate',
  'acm:GetCertificate',
  'acm:DescribeCertificate',
  'acm:ListCertificates',
  'acm:AddTagsToCertificate',
];

interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: string;
  readonly Condition?: JsonObject;
}

function statements(policy: JsonObject): readonly Statement[] {
  expect(policy.Version).toBe('2012-10-17');
  // JSON whose shape the assertions of each test check.
  return policy.Statement as unknown as readonly Statement[];
}

const granted = (policy: JsonObject) =>
  new Map(statements(policy).flatMap(({ Action, Resource }) => Action.map((action) => [action, Resource])));

describe('the required permissions', () => {
  it("are all in the runbook's policy, so that it works as printed", () => {
    const required = permissions.filter(({ need }) => need === 'required').map(({ operation }) => operation);
    expect(required.filter((operation) => !RUNBOOK.includes(operation))).toEqual([]);
  });

  it('make one statement', () => {
    expect(iamPolicy({ optional: false })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: [
            'acm:ImportCertificate',
            'acm:DescribeCertificate',
            'acm:GetCertificate',
            'acm:AddTagsToCertificate',
          ],
          Resource: 'arn:aws:acm:*:*:certificate/*',
        },
      ],
    });
  });
});

describe('an optional permission', () => {
  it('says what is lost without it, and every other says nothing', () => {
    for (const { need, without, operation } of permissions) {
      expect(without !== undefined, operation).toBe(need === 'optional');
    }
  });
});

describe('iamPolicy', () => {
  it('gives "*" to the actions that know no resource, and to no other', () => {
    const wide = statements(iamPolicy({ optional: true })).filter(({ Resource }) => Resource === '*');
    expect(wide.flatMap(({ Action }) => Action)).toEqual([
      'tag:GetResources',
      'acm:ListCertificates',
      'acm:SearchCertificates',
      'cloudtrail:LookupEvents',
    ]);
  });

  it('has a statement of its own for who wrote, so that it can be left out', () => {
    const [audit] = statements(iamPolicy({ optional: true })).filter(({ Action }) =>
      Action.includes('cloudtrail:LookupEvents'),
    );
    expect(audit).toEqual({
      Sid: 'CertctlWriters',
      Effect: 'Allow',
      Action: ['cloudtrail:LookupEvents'],
      Resource: '*',
    });
    expect(granted(iamPolicy({ optional: false })).has('cloudtrail:LookupEvents')).toBe(false);
  });

  it('lets only what carries our tag be deleted', () => {
    const [deletion] = statements(iamPolicy({ optional: true })).filter(({ Action }) =>
      Action.includes('acm:DeleteCertificate'),
    );
    expect(deletion?.Action).toEqual(['acm:DeleteCertificate']);
    expect(deletion?.Condition).toEqual({
      StringEquals: { 'aws:ResourceTag/certctl-managed-by': 'certctl' },
    });
  });

  it('is narrowed to a pinned ARN, and then neither finds nor deletes', () => {
    const policy = iamPolicy({ config: { region: 'us-gov-west-1', certificate_arn: ARN }, optional: true });
    const narrow = granted(policy);
    expect(narrow.get('cloudtrail:LookupEvents')).toBe('*');
    narrow.delete('cloudtrail:LookupEvents');
    expect([...new Set(narrow.values())]).toEqual([ARN]);
    expect([...granted(policy).keys()]).not.toContain('acm:DeleteCertificate');
  });

  it('is narrowed to partition, region and the account of the role where no ARN is pinned', () => {
    const role = 'arn:aws-cn:iam::123456789012:role/certctl';
    const config = { region: 'cn-north-1', role_arn: role };
    const policy = iamPolicy({ config, optional: false });
    expect([...new Set(granted(policy).values())]).toEqual([
      'arn:aws-cn:acm:cn-north-1:123456789012:certificate/*',
    ]);
    expect(statements(assumeRolePolicy({ config, optional: false }))).toEqual([
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: role },
    ]);
  });

  it('says what is wrong with a configuration instead of printing a policy for it', () => {
    expect(() => iamPolicy({ config: { region: 'x' }, optional: false })).toThrow(
      'The configuration is not valid: region: must be a region, such as us-east-1.',
    );
  });

  it('never grants more with a configuration than without one', () => {
    const config = fc.record(
      {
        region: fc.constantFrom('us-east-1', 'eu-west-3'),
        certificate_arn: fc.constant(''),
        role_arn: fc.stringMatching(/^[0-9]{12}$/).map((account) => `arn:aws:iam::${account}:role/certctl`),
      },
      { requiredKeys: ['region'] },
    );
    fc.assert(
      fc.property(config, fc.boolean(), (some, optional) => {
        const all = granted(iamPolicy({ optional }));
        for (const [action, resource] of granted(iamPolicy({ config: some, optional }))) {
          const wider = all.get(action)?.replaceAll(/[*.]/g, (char) => (char === '*' ? '.*' : '\\.'));
          expect(resource).toMatch(new RegExp(`^${wider}$`));
        }
      }),
    );
  });
});
