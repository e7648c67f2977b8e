import { expect, it } from 'vitest';
import { awsCommandSends } from './aws-command-sends.js';

it.each([
  ['aws acm import-certificate --certificate-arn x --region us-east-1', 'acm:ImportCertificate'],
  ['certificate_arn=$(aws acm import-certificate --query CertificateArn) && echo', 'acm:ImportCertificate'],
  ["export $(printf '%s' $(aws sts assume-role --role-arn x))", 'sts:AssumeRole'],
  ['AWS_USE_FIPS_ENDPOINT=true aws acm list-tags-for-certificate', 'acm:ListTagsForCertificate'],
  ['openssl x509 -in laws', undefined],
])('%s sends %s', (command, operation) => {
  expect(awsCommandSends(command)).toBe(operation);
});
