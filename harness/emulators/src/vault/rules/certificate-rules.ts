import type { Rule } from '../../server/rule.js';

const AREA = 'Certificates';

/** Rules for what is read and updated. */
export const certificateRules = {
  found: {
    id: 'certificate/found',
    area: AREA,
    summary: 'The certificate and the version exist and are not deleted.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/Azure/notation-azure-kv/pull/150',
    refusal: {
      name: 'CertificateNotFound',
      status: 404,
      message:
        'A certificate with (name/id) {id} was not found in this key vault. If you recently deleted this certificate you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182',
      wording: 'thread',
    },
  },
  bundle: {
    id: 'certificate/bundle',
    area: AREA,
    summary: 'A bundle tells no serial; `x5t` is base64url of the SHA-1 of `cer`, times are in seconds.',
    how: 'enforced',
    source: 'doc',
    reference:
      '`nbf` and `exp` are those of the certificate; that those of a request are ignored is unverified',
  },
  versions: {
    id: 'certificate/versions',
    area: AREA,
    summary: 'The order of a list of versions says nothing.',
    how: 'switchable',
    source: 'unverified',
    reference: '`versionOrder`',
  },
  updateReplacesTags: {
    id: 'certificate/update-tags',
    area: AREA,
    summary: 'An update replaces all tags when it has any; without tags they stay.',
    how: 'enforced',
    source: 'doc',
  },
  tagsOfVersion: {
    id: 'tags/of-version',
    area: AREA,
    summary: 'Tags belong to a version and are not carried over to the next.',
    how: 'enforced',
    source: 'thread',
  },
  tooManyTags: {
    id: 'tags/too-many',
    area: AREA,
    summary: 'At most 15 tags.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'BadParameter',
      message: 'The number of tags ({count}) exceeds the limit of 15.',
      wording: 'unverified',
    },
  },
  tagLength: {
    id: 'tags/length',
    area: AREA,
    summary: 'Name and value of a tag have 512 characters at most; a name has one at least.',
    how: 'switchable',
    source: 'doc',
    reference: '`tagLength`; older documents say 256',
    refusal: {
      name: 'BadParameter',
      message: 'The name or the value of a tag is longer than {length} characters or the name is empty.',
      wording: 'unverified',
    },
  },
  created: {
    id: 'certificate/create',
    area: AREA,
    summary:
      'Creating, merging, backup and restore of certificates, pending operations, issuers and contacts.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
