import type { Members } from '../../server/members.js';
import { type AcmCall, hasFault, namedCertificate } from '../acm-call.js';
import { readTags, type SentTag, withTags } from '../rules/check-tags.js';
import { tagList } from '../tag-timeline.js';

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_AddTagsToCertificate.html */
export function addTagsToCertificate(input: Members, call: AcmCall): undefined {
  const added = requiredTags(input);
  const { tags } = namedCertificate(input, call);
  const next = withTags(tags.current, added);
  if (!hasFault(call, 'drop-tags')) tags.set(next, call.clock.now());
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_RemoveTagsFromCertificate.html */
export function removeTagsFromCertificate(input: Members, call: AcmCall): undefined {
  const removed = requiredTags(input);
  const { tags } = namedCertificate(input, call);
  const kept = Object.entries(tags.current).filter(
    ([key, value]) =>
      !removed.some((tag) => tag.key === key && (tag.value === undefined || tag.value === value)),
  );
  tags.set(Object.fromEntries(kept), call.clock.now());
}

/** https://docs.aws.amazon.com/acm/latest/APIReference/API_ListTagsForCertificate.html */
export function listTagsForCertificate(input: Members, call: AcmCall): object {
  const { tags } = namedCertificate(input, call);
  const isStale = hasFault(call, 'stale-read');
  return { Tags: tagList(isStale ? tags.previous : tags.seen(call.clock.now(), call.settings.tagLag)) };
}

function requiredTags(input: Members): SentTag[] {
  input.required('CertificateArn');
  input.required('Tags');
  return readTags(input) ?? [];
}
