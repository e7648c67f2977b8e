import type { Tags } from '@certctl/plugin-api';

/** The wanted tags that are missing or have another value. Tags that nobody asked for are left alone. */
export function missingTags(present: Tags, wanted: Tags): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).filter(
      ([name, value]) => !Object.hasOwn(present, name) || present[name] !== value,
    ),
  );
}

/** Names that are there and were not before. */
export function addedTags(present: Tags, before: Tags): string[] {
  return Object.keys(present).filter((name) => !Object.hasOwn(before, name));
}
