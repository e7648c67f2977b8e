import {
  MANUAL_RECOVERY,
  PROVENANCE_TAGS,
  type RecoveryInput,
  type RecoveryStep,
  type Tags,
} from '@certctl/plugin-api';
import { type AwsCommand, assumeRoleSteps, awsCommand } from '@certctl/plugin-aws';
import { tagList } from './acm-api.js';
import type { AcmConfig } from './config.js';

const FILES = [
  ...['--certificate', 'fileb://known-good.crt'],
  ...['--certificate-chain', 'fileb://known-good.chain'],
  ...['--private-key', 'fileb://known-good.key'],
] as const;

/**
 * What a person types to put a known good certificate back, with version 2 of the AWS command line.
 * https://docs.aws.amazon.com/cli/latest/reference/acm/
 */
export function recoveryCommands({ config, place, tags }: RecoveryInput<AcmConfig>): readonly RecoveryStep[] {
  // Tells the next run that a person was here, so that it verifies and goes on instead of refusing.
  const recovered = { ...tags, [PROVENANCE_TAGS.managedBy]: MANUAL_RECOVERY };
  const acm = awsCommand('acm', config, config.endpoints?.acm);
  const steps =
    place.reference === undefined
      ? freshSteps(acm, recovered)
      : reimportSteps(acm, place.reference, recovered);
  return [...assumeRoleSteps(config), ...steps];
}

function reimportSteps(acm: AwsCommand, arn: string, tags: Tags): readonly RecoveryStep[] {
  const at = ['--certificate-arn', arn];
  return [
    {
      why: 'Put the known good certificate back under its ARN, with the key that belongs to it; leave --certificate-chain out if it has none. ACM takes no tags here.',
      command: acm('import-certificate', ...at, ...FILES),
    },
    {
      why: 'Mark it as recovered by hand. A re-import can lose tags, so all are set again.',
      command: acm('add-tags-to-certificate', ...at, ...tagWords(tags)),
    },
    {
      why: 'See that it is issued, with the serial and the dates of the known good certificate.',
      command: acm('describe-certificate', ...at, '--query', DESCRIBED),
    },
    {
      why: 'See its tags, which describe-certificate does not show.',
      command: acm('list-tags-for-certificate', ...at),
    },
  ];
}

function freshSteps(acm: AwsCommand, tags: Tags): readonly RecoveryStep[] {
  // The ARN is known to the shell only, in double quotes that shellQuote would escape.
  const at = '--certificate-arn "$certificate_arn"';
  const imported = acm(
    'import-certificate',
    ...FILES,
    ...tagWords(tags),
    '--query',
    'CertificateArn',
    '--output',
    'text',
  );
  return [
    {
      why: 'Import the known good certificate; leave --certificate-chain out if it has none. It gets a new ARN: pin it as certificate_arn.',
      command: `certificate_arn=$(${imported}) && echo "$certificate_arn"`,
    },
    {
      why: 'See that it is issued, with the serial and the dates of the known good certificate.',
      command: `${acm('describe-certificate', '--query', DESCRIBED)} ${at}`,
    },
    { why: 'See its tags.', command: `${acm('list-tags-for-certificate')} ${at}` },
  ];
}

const DESCRIBED =
  'Certificate.{Status:Status,Serial:Serial,NotAfter:NotAfter,ImportedAt:ImportedAt,InUseBy:InUseBy}';

/** The short form where no character in it has a meaning there; otherwise JSON. */
function tagWords(tags: Tags): readonly string[] {
  const plain = Object.entries(tags).every(
    ([name, value]) => /^[\w.:/+@-]+$/.test(name) && /^[\w.:/+@-]+$/.test(value),
  );
  if (!plain) return ['--tags', JSON.stringify(tagList(tags))];
  return ['--tags', ...Object.entries(tags).map(([name, value]) => `Key=${name},Value=${value}`)];
}
