/** Runs work whose writes to the stores belong together: all of them are kept, or none when it throws. */
export type Together = <T>(work: () => Promise<T>) => Promise<T>;

/** For stores in memory, which lose everything or nothing. */
export const eachByItself: Together = (work) => work();
