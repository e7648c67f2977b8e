import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import { KEY_ALGORITHMS } from '../../x509/key-algorithm.js';
import { EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../../x509/usages.js';
import { type AcmCall, listedCertificates } from '../acm-call.js';
import { CERTIFICATE_STATUSES } from '../certificate-enums.js';
import { type CertificateVersion, domainNames, type StoredCertificate } from '../certificate-store.js';
import {
  algorithmOf,
  certificateStatus,
  commonView,
  extendedKeyUsageNames,
  keyUsageNames,
} from '../certificate-view.js';
import { page } from '../paging.js';
import { listRules } from '../rules/list-rules.js';

/** Without a filter, only what every integrated service of the first days could use. */
const SHOWN_KEY_TYPES = ['RSA_1024', 'RSA_2048'];

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html */
export function listCertificates(input: Members, call: AcmCall): object {
  const filter = readFilter(input);
  const size = Math.min(input.integer('MaxItems', 1, 1000) ?? 1000, call.settings.pageSize);
  const token = input.string('NextToken', { min: 1, max: 10_000 });
  const descending = readDescending(input);
  const now = call.clock.now();
  const listed = listedCertificates(call)
    .map((certificate) => ({ certificate, version: certificate.current }))
    .filter(({ version }) => matches(version, filter, now));
  if (descending) listed.reverse();
  const { items, next } = page(listed, { listing: [call.place, filter, descending], token, size });
  return {
    CertificateSummaryList: items.map(({ certificate, version }) => summary(certificate, version, now)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

interface ListFilter {
  readonly statuses: readonly string[] | undefined;
  readonly keyTypes: readonly string[];
  readonly keyUsages: readonly string[] | undefined;
  readonly extendedKeyUsages: readonly string[] | undefined;
  readonly exportable: boolean;
  readonly managed: boolean;
}

function readFilter(input: Members): ListFilter {
  const includes = input.structure('Includes');
  return {
    statuses: input.strings('CertificateStatuses', { values: CERTIFICATE_STATUSES }),
    keyTypes: includes?.strings('keyTypes', { values: KEY_ALGORITHMS }) ?? SHOWN_KEY_TYPES,
    keyUsages: includes?.strings('keyUsage', { values: [...KEY_USAGE_NAMES, 'ANY', 'CUSTOM'] }),
    extendedKeyUsages: includes?.strings('extendedKeyUsage', { values: EXTENDED_KEY_USAGE_NAMES }),
    exportable: includes?.string('exportOption', { values: ['ENABLED', 'DISABLED'] }) === 'ENABLED',
    managed: includes?.string('managedBy', { values: ['CLOUDFRONT'] }) !== undefined,
  };
}

/** Certificates are kept in the order of their creation, which is the only order there is. */
function readDescending(input: Members): boolean {
  const by = input.string('SortBy', { values: ['CREATED_AT'] });
  const order = input.string('SortOrder', { values: ['ASCENDING', 'DESCENDING'] });
  if ((by === undefined) !== (order === undefined)) refuse(listRules.sort);
  return order === 'DESCENDING';
}

function matches({ leaf }: CertificateVersion, filter: ListFilter, now: number): boolean {
  // Imported certificates are neither exportable nor managed by another service.
  if (filter.exportable || filter.managed) return false;
  return (
    filter.keyTypes.includes(algorithmOf(leaf)) &&
    (filter.statuses?.includes(certificateStatus(leaf, now)) ?? true) &&
    oneOf(filter.keyUsages, keyUsageNames(leaf)) &&
    oneOf(filter.extendedKeyUsages, extendedKeyUsageNames(leaf))
  );
}

function oneOf(wanted: readonly string[] | undefined, present: readonly string[]): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.some((value) => present.includes(value));
}

/** The most names that a summary carries; DescribeCertificate has them all. */
const MOST_NAMES = 100;

function summary(certificate: StoredCertificate, version: CertificateVersion, now: number): object {
  const { leaf } = version;
  const names = domainNames(leaf);
  return {
    ...commonView(certificate, version, now),
    SubjectAlternativeNameSummaries: names.slice(0, MOST_NAMES),
    HasAdditionalSubjectAlternativeNames: names.length > MOST_NAMES,
    KeyUsages: keyUsageNames(leaf),
    ExtendedKeyUsages: extendedKeyUsageNames(leaf),
    InUse: certificate.inUseBy.size > 0,
    Exported: false,
  };
}
