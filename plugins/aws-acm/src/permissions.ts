import { MANAGED_BY, type Permission, PROVENANCE_TAGS } from '@certctl/plugin-api';
import { allow, assumeRolePermission, lookupEventsPermission } from '@certctl/plugin-aws';

const CERTIFICATES = 'arn:aws:acm:*:*:certificate/*';

/**
 * Everything that the plugin may call. The IAM policies are made of this list. Which actions can be narrowed to a
 * certificate, and which need `*`: https://docs.aws.amazon.com/acm/latest/userguide/authen-apipermissions.html
 */
export const permissions: readonly Permission[] = [
  {
    operation: 'acm:ImportCertificate',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Imports a renewed certificate, and the previous one when it has to come back.',
    grant: allow('acm:ImportCertificate', CERTIFICATES),
  },
  {
    operation: 'acm:DescribeCertificate',
    effect: 'read',
    need: 'required',
    on: ['inspect', 'discover', 'deploy', 'roll back'],
    why: 'Tells whether the certificate exists, when it was last imported and what uses it.',
    grant: allow('acm:DescribeCertificate', CERTIFICATES),
  },
  {
    operation: 'acm:GetCertificate',
    effect: 'read',
    need: 'required',
    on: ['inspect', 'discover', 'deploy', 'roll back'],
    why: 'Reads leaf and chain, before the import to know what would be lost, after it to prove what is held. It never gives a private key.',
    grant: allow('acm:GetCertificate', CERTIFICATES),
  },
  {
    operation: 'acm:AddTagsToCertificate',
    effect: 'write',
    need: 'required',
    on: ['deploy', 'roll back'],
    why: 'Sets the tags, with a first import and after it; a re-import takes none.',
    grant: allow('acm:AddTagsToCertificate', CERTIFICATES),
  },
  {
    operation: 'acm:ListTagsForCertificate',
    effect: 'read',
    need: 'optional',
    on: ['inspect', 'discover', 'deploy', 'roll back'],
    why: 'Reads the tags: to know whose the certificate is, and to prove that they are set.',
    without:
      'The tags cannot be read, so ownership rests on certctl’s own record and tags are sent without proof.',
    grant: allow('acm:ListTagsForCertificate', CERTIFICATES),
  },
  {
    operation: 'acm:RemoveTagsFromCertificate',
    effect: 'write',
    need: 'optional',
    on: ['deploy', 'roll back'],
    why: 'Removes tags that a rolled back deploy had added.',
    without: 'After a rollback, tags that the deploy had added stay.',
    grant: allow('acm:RemoveTagsFromCertificate', CERTIFICATES),
  },
  {
    operation: 'tag:GetResources',
    effect: 'read',
    need: 'optional',
    on: ['discover'],
    why: 'Finds the certificate of a target by its tags in one call, when no ARN is pinned.',
    without: 'The list of all certificates is read instead, and the tags of each.',
    grant: allow('tag:GetResources', '*'),
  },
  {
    operation: 'acm:ListCertificates',
    effect: 'read',
    need: 'optional',
    on: ['discover'],
    why: 'Lists what is there to be adopted, and finds a certificate where the searches by tag or by serial are refused or found nothing.',
    without:
      'What is there cannot be discovered, and a first import whose answer was lost may not be found again.',
    grant: allow('acm:ListCertificates', '*'),
  },
  {
    operation: 'acm:SearchCertificates',
    effect: 'read',
    need: 'optional',
    on: ['discover'],
    why: 'Finds a first import whose answer was lost, by its serial.',
    without: 'The list of all certificates is read instead.',
    grant: allow('acm:SearchCertificates', '*'),
  },
  {
    operation: 'acm:DeleteCertificate',
    effect: 'write',
    need: 'optional',
    on: ['roll back'],
    why: 'Deletes a certificate that the same deploy had imported afresh and could not prove, if nothing uses it.',
    without: 'A first import that could not be proven stays, and has to be deleted by hand.',
    grant: allow('acm:DeleteCertificate', CERTIFICATES, {
      StringEquals: { [`aws:ResourceTag/${PROVENANCE_TAGS.managedBy}`]: MANAGED_BY },
    }),
  },
  {
    operation: 'sts:GetCallerIdentity',
    effect: 'read',
    need: 'optional',
    on: ['resolve', 'audit'],
    why: 'Tells the account of the credentials, and who our own writes are by. AWS allows it to everybody; no policy has to grant it.',
    without:
      'A target that pins an ARN goes on with the account in it; one that pins none cannot be resolved.',
  },
  assumeRolePermission,
  lookupEventsPermission,
];
