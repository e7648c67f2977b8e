import { refuse } from '../server/rule.js';
import { protocolRules } from './rules/protocol-rules.js';
import type { VaultCall } from './vault-call.js';

const MOST = 25;

/** One page of a list, with the link to the next; the link leads to the same list only. */
export function page(items: readonly object[], path: string, call: VaultCall): object {
  const { query, settings } = call;
  const asked = query.maxresults === undefined ? MOST : wholeNumber(query.maxresults);
  if (asked === undefined || asked < 1 || asked > MOST) refuse(protocolRules.pages);
  const start = query.$skiptoken === undefined ? 0 : offsetIn(query.$skiptoken, path);
  const end = start + Math.min(asked, settings.pageSize);
  return { value: items.slice(start, end), nextLink: end < items.length ? link(end, path, call) : null };
}

function link(end: number, path: string, { baseUrl, query, apiVersion }: VaultCall): string {
  const parameters = new URLSearchParams({
    'api-version': apiVersion,
    $skiptoken: Buffer.from(`${path}:${end}`).toString('base64url'),
    ...(query.maxresults === undefined ? {} : { maxresults: query.maxresults }),
  });
  return `${baseUrl}/${path}?${parameters}`;
}

function offsetIn(token: string, path: string): number {
  const [of, offset] = Buffer.from(token, 'base64url').toString('latin1').split(':');
  const start = of === path ? wholeNumber(offset ?? '') : undefined;
  return start ?? refuse(protocolRules.skipToken);
}

function wholeNumber(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
