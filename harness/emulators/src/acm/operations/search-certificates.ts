import { epochSeconds } from '../../server/json-protocol.js';
import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import { type NameAttribute, nameValue } from '../../x509/parsed-certificate.js';
import { type AcmCall, listedCertificates } from '../acm-call.js';
import {
  algorithmOf,
  certificateStatus,
  colonSerial,
  extendedKeyUsageNames,
  keyUsageNames,
} from '../certificate-view.js';
import { page } from '../paging.js';
import { listRules } from '../rules/list-rules.js';
import { type Indexed, readStatement } from '../search-filter.js';

type SortKey = (entry: Indexed) => string | number;

const SORT_KEYS: Readonly<Record<string, SortKey>> = {
  CREATED_AT: ({ certificate }) => certificate.createdAt,
  IMPORTED_AT: ({ version }) => version.importedAt,
  NOT_AFTER: ({ version }) => version.leaf.notAfter,
  NOT_BEFORE: ({ version }) => version.leaf.notBefore,
  KEY_ALGORITHM: ({ version }) => algorithmOf(version.leaf),
  CERTIFICATE_ARN: ({ certificate }) => certificate.arn,
  COMMON_NAME: ({ version }) => nameValue(version.leaf.subject, 'CN') ?? '',
};

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_SearchCertificates.html */
export function searchCertificates(input: Members, call: AcmCall): object {
  const now = call.clock.now();
  const statement = input.structure('FilterStatement');
  const filter = statement === undefined ? () => true : readStatement(statement);
  const size = Math.min(input.integer('MaxResults', 1, 500) ?? 500, call.settings.pageSize);
  const token = input.string('NextToken', { min: 1, max: 10_000 });
  const compare = readOrder(input);
  const found = listedCertificates(call)
    .flatMap((certificate): Indexed[] => {
      const version = certificate.indexed(now, call.settings.searchLag);
      return version === undefined ? [] : [{ certificate, version }];
    })
    .filter((entry) => filter(entry, now))
    .sort(compare);
  const listing = [call.place, statement, input.string('SortBy'), input.string('SortOrder')];
  const { items, next } = page(found, { listing, token, size });
  return {
    Results: items.map((entry) => result(entry, now)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function readOrder(input: Members): (a: Indexed, b: Indexed) => number {
  const by = input.string('SortBy') ?? 'CREATED_AT';
  const key = SORT_KEYS[by] ?? refuse(listRules.searchFilters, { what: `SortBy ${by}` });
  const order = input.string('SortOrder', { values: ['ASCENDING', 'DESCENDING'] });
  const sign = order === 'DESCENDING' ? -1 : 1;
  return (a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0);
}

function result({ certificate, version }: Indexed, now: number): object {
  const { leaf } = version;
  return {
    CertificateArn: certificate.arn,
    X509Attributes: {
      Issuer: distinguishedName(leaf.issuer),
      Subject: distinguishedName(leaf.subject),
      SubjectAlternativeNames: [
        ...leaf.dnsNames.map((DnsName) => ({ DnsName })),
        ...leaf.ipAddresses.map((IpAddress) => ({ IpAddress })),
      ],
      ExtendedKeyUsages: extendedKeyUsageNames(leaf),
      KeyAlgorithm: algorithmOf(leaf),
      KeyUsages: keyUsageNames(leaf),
      SerialNumber: colonSerial(leaf),
      NotAfter: epochSeconds(leaf.notAfter),
      NotBefore: epochSeconds(leaf.notBefore),
    },
    CertificateMetadata: {
      AcmCertificateMetadata: {
        CreatedAt: epochSeconds(certificate.createdAt),
        ImportedAt: epochSeconds(version.importedAt),
        InUse: certificate.inUseBy.size > 0,
        Exported: false,
        RenewalEligibility: 'INELIGIBLE',
        Status: certificateStatus(leaf, now),
        Type: 'IMPORTED',
      },
    },
  };
}

/** Attribute types by the members of the model's DistinguishedName. */
const NAME_MEMBERS: Readonly<Record<string, string>> = {
  CommonName: 'CN',
  Country: 'C',
  Locality: 'L',
  Organization: 'O',
  OrganizationalUnit: 'OU',
  State: 'ST',
};

function distinguishedName(name: readonly NameAttribute[]): object {
  return Object.fromEntries(
    Object.entries(NAME_MEMBERS)
      .map(([member, type]) => [member, nameValue(name, type)])
      .filter(([, value]) => value !== undefined),
  );
}
