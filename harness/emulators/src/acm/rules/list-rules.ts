import type { Rule } from '../../server/rule.js';

const AREA = 'Lists and search';

/** Rules for listing and searching. */
export const listRules = {
  hiddenKeyTypes: {
    id: 'list/hidden-key-types',
    area: AREA,
    summary: 'ListCertificates shows RSA_1024 and RSA_2048 only, unless `Includes.keyTypes` asks for more.',
    how: 'enforced',
    source: 'doc',
  },
  pages: {
    id: 'list/pages',
    area: AREA,
    summary: '`MaxItems` 1 to 1,000, `MaxResults` of a search 1 to 500, opaque tokens.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model; `pageSize` makes pages shorter',
  },
  token: {
    id: 'list/token',
    area: AREA,
    summary: 'A token that this listing did not give is refused.',
    how: 'enforced',
    source: 'unverified',
    refusal: { name: 'ValidationException', message: 'The NextToken is not valid.', wording: 'unverified' },
  },
  sort: {
    id: 'list/sort',
    area: AREA,
    summary: '`SortBy` and `SortOrder` of ListCertificates come together.',
    how: 'enforced',
    source: 'doc',
    refusal: {
      name: 'ValidationException',
      message: 'SortBy and SortOrder must be specified together.',
      wording: 'unverified',
    },
  },
  usageFilters: {
    id: 'list/usage-filters',
    area: AREA,
    summary: '`Includes.keyUsage` and `extendedKeyUsage` select what has one of the values.',
    how: 'enforced',
    source: 'unverified',
  },
  searchFilters: {
    id: 'search/filters',
    area: AREA,
    summary:
      'SearchCertificates by And, Or, Not over ARN, serial number, common name, DNS name, key and usage, validity, status, type, in use. Any other filter or order is refused, never ignored.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model',
    refusal: {
      name: 'ValidationException',
      message: 'The emulator does not support this search: {what}.',
      wording: 'unverified',
    },
  },
  searchSerial: {
    id: 'search/serial',
    area: AREA,
    summary:
      'The serial number is 2 to 20 bytes, lower-case hex with colons: one of a single byte cannot be searched.',
    how: 'enforced',
    source: 'doc',
    reference: 'API model: SerialNumber',
  },
  searchLag: {
    id: 'search/lag',
    area: AREA,
    summary: 'How far the search is behind an import.',
    how: 'switchable',
    source: 'unverified',
    reference: '`searchLag`',
  },
} as const satisfies Record<string, Rule>;
