import { describe, expect, it } from 'vitest';
import { principalOf } from './principal-of.js';

describe('a principal', () => {
  it('is the role, whatever the session', () => {
    expect(principalOf('arn:aws:sts::123456789012:assumed-role/deployer/host-1')).toEqual({
      principal: 'arn:aws:sts::123456789012:assumed-role/deployer',
      session: 'host-1',
    });
    expect(principalOf('arn:aws-us-gov:sts::123456789012:assumed-role/a/b@c')).toMatchObject({
      principal: 'arn:aws-us-gov:sts::123456789012:assumed-role/a',
    });
  });

  it.each([
    'arn:aws:iam::123456789012:user/path/alice',
    'arn:aws:iam::123456789012:root',
    'arn:aws:sts::123456789012:federated-user/alice',
  ])('is %s itself', (arn) => {
    expect(principalOf(arn)).toEqual({ principal: arn });
  });
});
