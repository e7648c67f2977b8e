import { createHash } from 'node:crypto';
import { refuse } from '../server/rule.js';
import { listRules } from './rules/list-rules.js';

export interface PageRequest {
  /** What is listed and how it is filtered; a token of another listing is refused. */
  readonly listing: unknown;
  readonly token: string | undefined;
  readonly size: number;
  /** Answers a token that this listing did not give. */
  readonly badToken?: () => never;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | undefined;
}

/** One page of items. The token is opaque to the caller and bound to the listing's parameters. */
export function page<T>(items: readonly T[], request: PageRequest): Page<T> {
  const listing = createHash('sha256').update(JSON.stringify(request.listing)).digest('hex').slice(0, 16);
  const badToken = request.badToken ?? (() => refuse(listRules.token));
  const start = request.token === undefined ? 0 : (offsetIn(request.token, listing) ?? badToken());
  const end = start + request.size;
  return {
    items: items.slice(start, end),
    next: end < items.length ? Buffer.from(`${listing}:${end}`).toString('base64url') : undefined,
  };
}

function offsetIn(token: string, listing: string): number | undefined {
  const [of, offset] = Buffer.from(token, 'base64url').toString('latin1').split(':');
  return of === listing && offset !== undefined && /^\d+$/.test(offset) ? Number(offset) : undefined;
}
