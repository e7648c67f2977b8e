/** Which cases to run: those that a mutant must be killed by, or all of them. */
const slugs = process.env.CERTCTL_CONFORMANCE_ONLY;

export const SELECTED = slugs ? { only: slugs.split(',') } : {};
