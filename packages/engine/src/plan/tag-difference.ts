import type { StoreLimits, Tags } from '@certctl/plugin-api';

/** The wanted tags that are missing or have another value. Tags that nobody asked for are left alone. */
export function missingTags(present: Tags, wanted: Tags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => !Object.hasOwn(present, name) || present[name] !== value,
    ),
  );
}

/**
 * The tags without those that the vendor keeps for itself: a service shows them (CloudFormation's `aws:…`), and takes
 * them from nobody.
 */
export function settable(tags: Tags, { tags: rule }: StoreLimits): Tags {
  const reserved = rule?.reservedPrefixes ?? [];
  return Object.fromEntries(
    Object.entries(tags).filter(
      ([name]) => !reserved.some((prefix) => name.toLowerCase().startsWith(prefix)),
    ),
  );
}

/** Names that are there and were not before. */
export function addedTags(present: Tags, before: Tags): string[] {
  return Object.keys(present).filter((name) => !Object.hasOwn(before, name));
}
