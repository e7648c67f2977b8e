import { type Authority, type IssuedLeaf, issueAuthority, issueLeaf } from '@certctl/certificate/issue';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let authority: Promise<Authority> | undefined;

/** An issuing authority below a root, so that every deploy has a chain. */
function issuing(): Promise<Authority> {
  const since = Date.now() - 60 * DAY;
  authority ??= issueAuthority({ name: 'harness root', notBefore: since }).then((parent) =>
    issueAuthority({ name: 'harness issuing', parent, notBefore: since }),
  );
  return authority;
}

/** Two certificates that somebody else has had issued before any of the renewals: for their name, and for another. */
export async function longAgo(): Promise<readonly [IssuedLeaf, IssuedLeaf]> {
  const issuer = await issuing();
  const notBefore = Date.now() - 40 * DAY;
  const dates = { notBefore, notAfter: notBefore + 90 * DAY };
  return await Promise.all([
    issueLeaf(issuer, { names: ['www.example.com'], ...dates }),
    issueLeaf(issuer, { names: ['shop.example.com'], ...dates }),
  ]);
}

/** Leaves for one name, each with a key of its own, each a renewal of the one before. */
export async function renewals(count: number): Promise<readonly IssuedLeaf[]> {
  const since = Date.now() - 30 * DAY;
  const issuer = await issuing();
  return await Promise.all(
    Array.from({ length: count }, (_, position) => {
      const notBefore = since + position * HOUR;
      return issueLeaf(issuer, {
        names: ['www.example.com'],
        notBefore,
        notAfter: notBefore + 90 * DAY,
      });
    }),
  );
}
