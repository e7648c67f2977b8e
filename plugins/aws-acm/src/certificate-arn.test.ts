import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificateArnProblem, formatCertificateArn, parseCertificateArn } from './certificate-arn.js';

const ARN = 'arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012';

const parts = fc.record({
  partition: fc.constantFrom('aws', 'aws-cn', 'aws-us-gov', 'aws-iso-b'),
  region: fc.constantFrom('us-east-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'),
  account: fc.stringMatching(/^[0-9]{12}$/),
  id: fc.uuid(),
});

describe('parseCertificateArn', () => {
  it('gives back the parts that an ARN was made of', () => {
    fc.assert(
      fc.property(parts, (arn) => {
        expect(parseCertificateArn(formatCertificateArn(arn))).toEqual(arn);
      }),
    );
  });

  it('accepts nothing that it would spell differently', () => {
    const damaged = fc.tuple(fc.nat(ARN.length - 1), fc.string({ unit: 'grapheme', maxLength: 2 }));
    fc.assert(
      fc.property(damaged, ([at, piece]) => {
        const text = ARN.slice(0, at) + piece + ARN.slice(at + 1);
        const arn = parseCertificateArn(text);
        if (arn) expect(formatCertificateArn(arn)).toBe(text);
      }),
    );
  });

  it.each([
    'arn:aws:acm:us-east-1:123456789012:certificate/ABCDEF',
    'arn:aws:iam::123456789012:server-certificate/x',
    'arn:aws:acm:us-east-1:12345678901:certificate/x',
    `${ARN}\n`,
    `${ARN} `,
    '',
  ])('refuses %j', (text) => expect(parseCertificateArn(text)).toBeUndefined());
});

describe('certificateArnProblem', () => {
  it('finds none in an ARN of the region', () => {
    expect(certificateArnProblem(ARN, 'us-east-1')).toBeUndefined();
  });

  it('names both regions when they differ', () => {
    expect(certificateArnProblem(ARN, 'eu-west-1')).toBe(
      'the ARN is of region us-east-1, the target of region eu-west-1',
    );
  });

  it('names both partitions when the ARN mixes them', () => {
    const mixed = ARN.replace('us-east-1', 'cn-north-1');
    expect(certificateArnProblem(mixed, 'cn-north-1')).toBe(
      'the ARN is of partition aws, but region cn-north-1 belongs to partition aws-cn',
    );
  });
});
