import { ConformanceError } from '../../doors/conformance-error.js';

/** Accounts that doubles of AWS say that they are. */
const NOBODYS: readonly string[] = ['000000000000', '123456789012'];

/** A loopback address, which leads to no cloud but through a tunnel. */
export function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname);
}

/**
 * Holds a run to the account that was named for it. Without a name only what is nobody's is admitted: a loopback
 * address that does not say to be a real account, because a tunnel ends at such an address too.
 *
 * @param account what the service says that it is
 * @param allowed the value of `--allow-real-account`
 * @throws ConformanceError before anything was written
 */
export function admitAccount(
  { url, account }: { readonly url: string; readonly account: string },
  allowed: string | undefined,
): void {
  if (allowed === account) return;
  if (allowed !== undefined) {
    throw new ConformanceError(
      `${url} says that it is ${account}, and --allow-real-account names ${allowed}: nothing was written`,
    );
  }
  if (isLoopback(url) && (NOBODYS.includes(account) || isOwnHost(url, account))) return;
  throw new ConformanceError(
    `${url} is ${account}, which may be somebody's: nothing was written\nIf the run may write there, say so: --allow-real-account ${account}`,
  );
}

/** A vault is known by its host, and on this machine it is nobody's. */
function isOwnHost(url: string, account: string): boolean {
  return new URL(url).host === account;
}
