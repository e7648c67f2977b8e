export type Tags = Readonly<Record<string, string>>;

/** The tags of one certificate over time, so that a read can be behind. */
export class TagTimeline {
  private readonly states: { readonly at: number; readonly tags: Tags }[] = [];

  get current(): Tags {
    return this.states.at(-1)?.tags ?? {};
  }

  /** As they were before the last change. */
  get previous(): Tags {
    return this.states.at(-2)?.tags ?? {};
  }

  /** Whether there was a tag at any time. */
  get everTagged(): boolean {
    return this.states.some(({ tags }) => Object.keys(tags).length > 0);
  }

  set(tags: Tags, at: number): void {
    this.states.push({ at, tags });
  }

  /** As they were `lag` milliseconds ago. */
  seen(now: number, lag: number): Tags {
    if (lag === 0) return this.current;
    return this.states.filter((state) => state.at <= now - lag).at(-1)?.tags ?? {};
  }
}

export function tagList(tags: Tags): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
