import type { JsonObject } from '@certctl/plugin-api';
import { describe, expect, it } from 'vitest';
import { assumeRolePolicy, iamPolicy } from './iam-policy.js';

const ARN =
  'arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:listener/net/shop/0123456789abcdef/fedcba9876543210';
const ROLE = 'arn:aws-cn:iam::123456789012:role/certctl';
const LISTENERS = 'arn:aws:elasticloadbalancing:*:*:listener/*';

function granted({ Version, Statement }: JsonObject): Record<string, unknown> {
  expect(Version).toBe('2012-10-17');
  // JSON whose shape the assertions check.
  const statements = Statement as readonly { Effect: string; Action: readonly string[]; Resource: string }[];
  expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
  return Object.fromEntries(
    statements.flatMap(({ Action, Resource }) =>
      Action.map((action) => [action.replace('elasticloadbalancing:', ''), Resource]),
    ),
  );
}

describe('the policy', () => {
  it('without a binding is for every listener and both slots', () => {
    expect(granted(iamPolicy({ optional: true }))).toEqual({
      DescribeListeners: '*',
      DescribeListenerCertificates: '*',
      DescribeAccountLimits: '*',
      ModifyListener: LISTENERS,
      AddListenerCertificates: LISTENERS,
      RemoveListenerCertificates: LISTENERS,
      'cloudtrail:LookupEvents': '*',
    });
    expect(granted(iamPolicy({ optional: false }))).not.toHaveProperty('DescribeAccountLimits');
  });

  it('of a binding is for its listener, and for what its slot needs', () => {
    const of = (slot: string) => granted(iamPolicy({ optional: true, config: { listener_arn: ARN, slot } }));
    expect(of('default')).toEqual({
      DescribeListeners: '*',
      ModifyListener: ARN,
      'cloudtrail:LookupEvents': '*',
    });
    expect(of('sni')).toEqual({
      DescribeListeners: '*',
      DescribeListenerCertificates: '*',
      DescribeAccountLimits: '*',
      AddListenerCertificates: ARN,
      RemoveListenerCertificates: ARN,
      'cloudtrail:LookupEvents': '*',
    });
  });

  it('to assume the role is for the role of the binding', () => {
    expect(granted(assumeRolePolicy({ optional: true }))).toEqual({
      'sts:AssumeRole': 'arn:aws:iam::*:role/*',
    });
    const config = { listener_arn: ARN, role_arn: ROLE };
    expect(granted(assumeRolePolicy({ optional: true, config }))).toEqual({ 'sts:AssumeRole': ROLE });
  });

  it('is not printed for a binding that is not valid', () => {
    expect(() => iamPolicy({ optional: true, config: { listener_arn: 'shop' } })).toThrow(
      'The configuration is not valid: listener_arn: "shop" is not the ARN of a listener',
    );
  });
});
