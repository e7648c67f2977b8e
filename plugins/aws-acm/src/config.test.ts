import { connectionOf } from '@certctl/plugin-aws';
import { describe, expect, it } from 'vitest';
import { acmConfig, pinnedArn } from './config.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';
const ROLE = 'arn:aws:iam::123456789012:role/certctl';

function problems(config: unknown): string[] {
  const result = acmConfig.safeParse(config);
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
}

describe('the configuration of a target', () => {
  it("takes the runbook's body as printed, where an empty ARN pins nothing", () => {
    const config = acmConfig.parse({ region: 'us-east-1', certificate_arn: '', tags: { env: 'prod' } });
    expect(pinnedArn(config)).toBeUndefined();
    expect(config.tags).toEqual({ env: 'prod' });
  });

  it('takes every field', () => {
    const config = {
      region: 'us-east-1',
      certificate_arn: ARN,
      tags: {},
      role_arn: ROLE,
      external_id: 'from-us',
      profile: 'production',
      endpoints: { acm: 'http://127.0.0.1:4566', sts: 'https://sts.internal', tagging: 'http://[::1]:1' },
    };
    expect(problems(config)).toEqual([]);
  });

  it.each([
    [{}, 'region: Invalid input: expected string, received undefined'],
    [{ region: 'US East' }, 'region: must be a region, such as us-east-1'],
    [{ region: 'us-east-1', certificate: ARN }, ': Unrecognized key: "certificate"'],
    [{ region: 'eu-west-1', certificate_arn: ARN }, 'certificate_arn: the ARN is of region us-east-1'],
    [{ region: 'us-east-1', certificate_arn: 'abc' }, 'certificate_arn: "abc" is not the ARN'],
    [{ region: 'cn-north-1', role_arn: ROLE }, 'role_arn: the role is of partition aws'],
    [{ region: 'us-east-1', role_arn: 'certctl' }, 'role_arn: must be the ARN of an IAM role'],
    [{ region: 'us-east-1', external_id: 'abc' }, 'external_id: has no meaning without role_arn'],
    [{ region: 'us-east-1', tags: { a: 1 } }, 'tags.a: Invalid input: expected string'],
    [
      { region: 'us-east-1', endpoints: { acm: 'http://acm.internal' } },
      'endpoints.acm: plain http is allowed',
    ],
    [
      { region: 'us-east-1', endpoints: { acm: 'http://127.0.0.1.evil.example' } },
      'endpoints.acm: plain http',
    ],
    [
      { region: 'us-east-1', endpoints: { sts: 'https://u:p@sts.internal' } },
      'endpoints.sts: an endpoint must',
    ],
    [{ region: 'us-east-1', endpoints: { sts: 'ftp://x' } }, 'endpoints.sts: "ftp://x" is not an http'],
    [
      { region: 'us-east-1', use_fips_endpoint: true, endpoints: { acm: 'https://acm.internal' } },
      'use_fips_endpoint: cannot be combined',
    ],
  ])('refuses %j and says where', (config, expected) => {
    expect(problems(config).join('\n')).toContain(expected);
  });

  it('describes every field in its JSON Schema', () => {
    const schema = acmConfig['~standard'].jsonSchema.input({ target: 'draft-2020-12' });
    // The schema is of an object, whose properties are schemas.
    const properties = schema.properties as Record<string, { description?: string }>;
    expect(Object.keys(properties)).toEqual([
      ...['region', 'certificate_arn', 'tags', 'role_arn', 'external_id', 'profile', 'endpoints'],
      'use_fips_endpoint',
    ]);
    for (const [name, property] of Object.entries(properties))
      expect(property.description, name).toMatch(/\.$/);
    expect(schema.additionalProperties).toBe(false);
  });
});

describe('connectionOf', () => {
  it('is equal for targets that differ in certificate and tags only', () => {
    const one = acmConfig.parse({ region: 'us-east-1', certificate_arn: ARN, tags: { a: 'b' } });
    const other = acmConfig.parse({ region: 'us-east-1', profile: undefined });
    expect(connectionOf(one)).toStrictEqual(connectionOf(other));
    expect(connectionOf(one)).toStrictEqual({ region: 'us-east-1' });
  });
});
