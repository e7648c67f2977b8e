import {
  AddTagsToCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
} from '@aws-sdk/client-acm';
import {
  GetResourcesCommand,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { describe, expect, it } from 'vitest';
import {
  acmSession,
  clientConfig,
  importCommand,
  imported,
  leaf,
  refusal,
} from '../../test-support/acm-session.js';
import { checkPolicy, type IamPolicyDocument, type IamStatement, isAllowed } from './policy.js';

const KEY = { accessKeyId: 'AKIAEMULATOREXAMPLE1', secretAccessKey: 's' };
const ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/*';

const allow = (Action: string | string[], Resource: string | string[] = '*'): IamStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
});

const policy = (...Statement: IamStatement[]): IamPolicyDocument => ({ Version: '2012-10-17', Statement });

const limited = (...statements: IamStatement[]) =>
  acmSession({ accessKeys: [{ ...KEY, allow: policy(...statements) }] });

describe('a policy as the only permissions', () => {
  it('lets through what it allows', async () => {
    const { acm } = await limited(allow(['acm:ImportCertificate', 'acm:Describe*'], ARN));
    const CertificateArn = await imported(acm, { made: await leaf() });
    await acm.send(new DescribeCertificateCommand({ CertificateArn }));
  });

  it('denies what it does not allow, in the words of the service', async () => {
    const { acm, emulator } = await limited(allow('acm:ImportCertificate'));
    const CertificateArn = await imported(acm, { made: await leaf() });
    expect(await refusal(acm.send(new DescribeCertificateCommand({ CertificateArn })))).toEqual({
      name: 'AccessDeniedException',
      status: 400,
      message: `User: arn:aws:iam::123456789012:user/AKIAEMULATOREXAMPLE1 is not authorized to perform: acm:DescribeCertificate on resource: ${CertificateArn} because no identity-based policy allows the acm:DescribeCertificate action`,
    });
    expect(emulator.requests.all().at(-1)).toMatchObject({
      error: 'AccessDeniedException',
      rule: 'protocol/permissions',
    });
  });

  it('denies the certificates that its resource does not name', async () => {
    const { acm } = await limited(allow('acm:*', 'arn:aws:acm:us-east-1:*'));
    expect((await refusal(acm.send(importCommand({ made: await leaf() })))).name).toBe(
      'AccessDeniedException',
    );
  });

  it('needs acm:AddTagsToCertificate for tags that come with an import', async () => {
    const { acm } = await limited(allow('acm:ImportCertificate'));
    const tags = [{ Key: 'a', Value: 'b' }];
    expect((await refusal(acm.send(importCommand({ made: await leaf(), tags })))).message).toContain(
      'acm:AddTagsToCertificate',
    );
  });

  it('needs a resource of * for what names no certificate', async () => {
    const { acm, emulator } = await limited(allow(['acm:ListCertificates', 'tag:GetResources'], ARN));
    expect((await refusal(acm.send(new ListCertificatesCommand({})))).name).toBe('AccessDeniedException');
    const tagging = new ResourceGroupsTaggingAPIClient(clientConfig(emulator));
    expect((await refusal(tagging.send(new GetResourcesCommand({})))).message).toContain('tag:GetResources');
  });

  it('has an explicit Deny win', async () => {
    const deny: IamStatement = { Effect: 'Deny', Action: 'acm:AddTags*', Resource: '*' };
    const { acm } = await limited(allow('*'), deny);
    const CertificateArn = await imported(acm, { made: await leaf() });
    const command = new AddTagsToCertificateCommand({ CertificateArn, Tags: [{ Key: 'a' }] });
    expect((await refusal(acm.send(command))).name).toBe('AccessDeniedException');
  });

  it('compares actions without case and resources with it', () => {
    expect(isAllowed(policy(allow('ACM:importcertificate', 'arn:x')), 'acm:ImportCertificate', 'arn:x')).toBe(
      true,
    );
    expect(isAllowed(policy(allow('acm:*', 'arn:X')), 'acm:ImportCertificate', 'arn:x')).toBe(false);
  });

  it('takes dots and question marks of a pattern as IAM does', () => {
    expect(isAllowed(policy(allow('acm:Get?ertificate', 'a.c')), 'acm:GetCertificate', 'a.c')).toBe(true);
    expect(isAllowed(policy(allow('*', 'a.c')), 'acm:GetCertificate', 'abc')).toBe(false);
  });

  it('with a condition is refused when it is set', () => {
    const conditional = { ...allow('*'), Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } };
    expect(() => checkPolicy(policy(conditional))).toThrow(/does not evaluate Condition/);
  });
});
