import { refuse } from '../../server/rule.js';
import type { VaultTags } from '../certificate-store.js';
import type { RequestBody } from '../request-body.js';
import { certificateRules } from './certificate-rules.js';

const MOST_TAGS = 15;

/** The tags of a request; undefined when it has none. */
export function readTags(body: RequestBody, tagLength: number): VaultTags | undefined {
  const tags = body.object('tags');
  if (tags === undefined) return undefined;
  const entries = tags.names().map((name) => [name, tags.string(name) ?? ''] as const);
  if (entries.length > MOST_TAGS) refuse(certificateRules.tooManyTags, { count: entries.length });
  for (const [name, value] of entries)
    if (name === '' || name.length > tagLength || value.length > tagLength)
      refuse(certificateRules.tagLength, { length: tagLength });
  return Object.fromEntries(entries);
}
