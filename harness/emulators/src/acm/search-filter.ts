import type { Members } from '../server/members.js';
import { refuse } from '../server/rule.js';
import { KEY_ALGORITHMS } from '../x509/key-algorithm.js';
import { nameValue } from '../x509/parsed-certificate.js';
import { EXTENDED_KEY_USAGE_NAMES, KEY_USAGE_NAMES } from '../x509/usages.js';
import { CERTIFICATE_STATUSES, CERTIFICATE_TYPES } from './certificate-enums.js';
import type { CertificateVersion, StoredCertificate } from './certificate-store.js';
import {
  algorithmOf,
  certificateStatus,
  colonSerial,
  extendedKeyUsageNames,
  keyUsageNames,
} from './certificate-view.js';
import { listRules } from './rules/list-rules.js';

/** What the search index holds of a certificate. */
export interface Indexed {
  readonly certificate: StoredCertificate;
  readonly version: CertificateVersion;
}

export type SearchFilter = (entry: Indexed, now: number) => boolean;

/**
 * Reads a CertificateFilterStatement, a union of And, Or, Not and Filter.
 * @throws ServiceError ValidationException for a filter that is not understood: ignoring it would find too much
 */
export function readStatement(statement: Members): SearchFilter {
  const member = only(statement, 'FilterStatement');
  switch (member) {
    case 'And': {
      const all = nested(statement, member);
      return (entry, now) => all.every((filter) => filter(entry, now));
    }
    case 'Or': {
      const any = nested(statement, member);
      return (entry, now) => any.some((filter) => filter(entry, now));
    }
    case 'Not': {
      const inner = readStatement(inside(statement, member));
      return (entry, now) => !inner(entry, now);
    }
    case 'Filter':
      return readFilter(inside(statement, member));
    default:
      return unsupported(member);
  }
}

function nested(statement: Members, member: string): SearchFilter[] {
  return (statement.structures(member, { min: 1, max: 15 }) ?? []).map(readStatement);
}

function readFilter(filter: Members): SearchFilter {
  const member = only(filter, 'Filter');
  switch (member) {
    case 'CertificateArn': {
      const arn = filter.string(member, { min: 20, max: 2048 });
      return ({ certificate }) => certificate.arn === arn;
    }
    case 'X509AttributeFilter':
      return readX509Filter(inside(filter, member));
    case 'AcmCertificateMetadataFilter':
      return readMetadataFilter(inside(filter, member));
    default:
      return unsupported(member);
  }
}

function readX509Filter(filter: Members): SearchFilter {
  const member = only(filter, 'X509AttributeFilter');
  switch (member) {
    case 'SerialNumber': {
      const serial = filter.string(member, { pattern: /^[0-9a-f]{2}(:[0-9a-f]{2}){1,19}$/ });
      return ({ version }) => colonSerial(version.leaf) === serial;
    }
    case 'Subject': {
      const matches = readComparison(filter, member, 'CommonName');
      return ({ version }) => matches(nameValue(version.leaf.subject, 'CN') ?? '');
    }
    case 'SubjectAlternativeName': {
      const matches = readComparison(filter, member, 'DnsName');
      return ({ version }) => version.leaf.dnsNames.some(matches);
    }
    case 'KeyAlgorithm': {
      const algorithm = filter.string(member, { values: KEY_ALGORITHMS });
      return ({ version }) => algorithmOf(version.leaf) === algorithm;
    }
    case 'KeyUsage': {
      const usage = filter.string(member, { values: [...KEY_USAGE_NAMES, 'ANY', 'CUSTOM'] }) ?? '';
      return ({ version }) => keyUsageNames(version.leaf).includes(usage);
    }
    case 'ExtendedKeyUsage': {
      const usage = filter.string(member, { values: EXTENDED_KEY_USAGE_NAMES }) ?? '';
      return ({ version }) => extendedKeyUsageNames(version.leaf).includes(usage);
    }
    case 'NotAfter': {
      const within = readRange(inside(filter, member));
      return ({ version }) => within(version.leaf.notAfter);
    }
    case 'NotBefore': {
      const within = readRange(inside(filter, member));
      return ({ version }) => within(version.leaf.notBefore);
    }
    default:
      return unsupported(member);
  }
}

function readMetadataFilter(filter: Members): SearchFilter {
  const member = only(filter, 'AcmCertificateMetadataFilter');
  switch (member) {
    case 'Status': {
      const status = filter.string(member, { values: CERTIFICATE_STATUSES });
      return ({ version }, now) => certificateStatus(version.leaf, now) === status;
    }
    case 'Type': {
      const type = filter.string(member, { values: CERTIFICATE_TYPES });
      return () => type === 'IMPORTED';
    }
    case 'InUse': {
      const inUse = filter.boolean(member);
      return ({ certificate }) => certificate.inUseBy.size > 0 === inUse;
    }
    default:
      return unsupported(member);
  }
}

function readComparison(filter: Members, member: string, inner: string): (text: string) => boolean {
  const union = inside(filter, member);
  const found = only(union, member);
  if (found !== inner) return unsupported(found);
  const comparison = inside(union, inner);
  comparison.required('Value');
  comparison.required('ComparisonOperator');
  const value = (comparison.string('Value', { min: 1, max: 256 }) ?? '').toLowerCase();
  const operator = comparison.string('ComparisonOperator', { values: ['CONTAINS', 'EQUALS'] });
  return (text) =>
    operator === 'EQUALS' ? text.toLowerCase() === value : text.toLowerCase().includes(value);
}

function readRange(range: Members): (at: number) => boolean {
  const start = range.timestamp('Start') ?? Number.NEGATIVE_INFINITY;
  const end = range.timestamp('End') ?? Number.POSITIVE_INFINITY;
  return (at) => at >= start && at <= end;
}

/** The one member of a union that is present. */
function only(union: Members, what: string): string {
  const [member, ...others] = union.present();
  if (member === undefined || others.length > 0) return unsupported(`${what} has not exactly one member`);
  return member;
}

function inside(parent: Members, member: string): Members {
  return parent.structure(member) ?? unsupported(member);
}

function unsupported(what: string): never {
  return refuse(listRules.searchFilters, { what });
}
