import { type AcmCall, hasFault } from '../acm/acm-call.js';
import { page } from '../acm/paging.js';
import { type Tags, tagList } from '../acm/tag-timeline.js';
import type { Members } from '../server/members.js';
import { ServiceError } from '../server/service-error.js';

const NOT_EMULATED = ['TagsPerPage', 'IncludeComplianceDetails', 'ExcludeCompliantResources'];

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
export function getResources(input: Members, call: AcmCall): object {
  const refused = NOT_EMULATED.find((member) => input.has(member));
  if (refused !== undefined) invalid(`The emulator does not support ${refused}.`);
  const arns = input.strings('ResourceARNList', { min: 1, max: 1011 });
  const types = input.strings('ResourceTypeFilters', { max: 256 });
  const filters = readTagFilters(input);
  if (arns !== undefined && (types !== undefined || filters !== undefined))
    invalid('ResourceARNList cannot be combined with other filters.');
  const size = Math.min(input.integer('ResourcesPerPage', 1, 100) ?? 50, call.settings.pageSize);
  const found = certificatesWithTags(call).filter(
    ({ arn, tags }) =>
      (arns?.includes(arn) ?? true) &&
      (types?.some((type) => type === 'acm' || type === 'acm:certificate') ?? true) &&
      (filters?.every((filter) => filter(tags)) ?? true),
  );
  // An empty token asks for the first page, and says in the answer that there is no further one.
  const token = input.string('PaginationToken', { max: 2048 }) || undefined;
  const { items, next } = page(found, {
    listing: [call.place, arns, types, input.structures('TagFilters')],
    token,
    size,
    badToken: () => invalid('The PaginationToken is not valid.'),
  });
  return {
    ResourceTagMappingList: items.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tagList(tags) })),
    PaginationToken: next ?? '',
  };
}

/** "Resources that are tagged or were previously tagged". */
function certificatesWithTags(call: AcmCall): { arn: string; tags: Tags }[] {
  const { store, place, clock, settings } = call;
  const isStale = hasFault(call, 'stale-read');
  return store
    .in(place)
    .map(({ arn, tags }) => ({
      arn,
      tags: isStale ? tags.previous : tags.seen(clock.now(), settings.tagLag),
      was: tags.everTagged,
    }))
    .filter(({ tags, was }) => was || Object.keys(tags).length > 0);
}

function readTagFilters(input: Members): ((tags: Tags) => boolean)[] | undefined {
  return input.structures('TagFilters', { max: 50 })?.map((filter) => {
    const key = filter.string('Key', { min: 1, max: 128 }) ?? invalid('A tag filter needs a Key.');
    const values = filter.strings('Values', { max: 256 }) ?? [];
    return (tags) => {
      const value = tags[key];
      return value !== undefined && (values.length === 0 || values.includes(value));
    };
  });
}

function invalid(message: string): never {
  throw new ServiceError('InvalidParameterException', message, 400, 'tagging/get-resources');
}
