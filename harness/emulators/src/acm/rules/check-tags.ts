import type { Members } from '../../server/members.js';
import { refuse } from '../../server/rule.js';
import type { Tags } from '../tag-timeline.js';
import { tagRules } from './tag-rules.js';

const MOST_TAGS = 50;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** A tag as it was sent; RemoveTagsFromCertificate tells an absent value from an empty one. */
export interface SentTag {
  readonly key: string;
  readonly value: string | undefined;
}

/**
 * Reads a list of tags.
 * @throws ServiceError ValidationException for its shape, InvalidTagException for the reserved prefix
 */
export function readTags(input: Members, member = 'Tags'): SentTag[] | undefined {
  const tags = input.structures(member, { min: 1 })?.map((tag): SentTag => {
    tag.required('Key');
    return {
      key: tag.string('Key', { min: 1, max: 128, pattern: CHARACTERS }) ?? '',
      value: tag.string('Value', { max: 256, pattern: CHARACTERS }),
    };
  });
  const reserved = tags?.find(({ key, value }) => key.startsWith('aws:') || value?.startsWith('aws:'));
  if (reserved !== undefined) refuse(tagRules.reserved, { key: reserved.key });
  return tags;
}

/**
 * The tags with those that are added.
 * @throws ServiceError TooManyTagsException
 */
export function withTags(present: Tags, added: readonly SentTag[]): Tags {
  const tags = { ...present, ...Object.fromEntries(added.map(({ key, value }) => [key, value ?? ''])) };
  const count = Object.keys(tags).length;
  if (count > MOST_TAGS) refuse(tagRules.tooMany, { count });
  return tags;
}
