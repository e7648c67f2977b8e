interface Revision {
  readonly revision?: string;
  readonly revisionReference?: string;
}

/** The revision of whatever has one, and nothing else of it. */
export function revisionOf({ revision, revisionReference }: Revision): Revision {
  return {
    ...(revision === undefined ? {} : { revision }),
    ...(revisionReference === undefined ? {} : { revisionReference }),
  };
}
