import { redact } from '@certctl/plugin-api';
import type { Exchange } from '../kernel/case-result.js';
import type { Identified, ProxiedAnswer, ProxiedRequest } from './fault-proxy.js';

const LONGEST = 300;

/** A request and its answer, fit to be shown: of bodies that may hold a key only the names of what is in them. */
export function exchangeOf(
  asked: ProxiedRequest,
  what: Identified | undefined,
  answer: ProxiedAnswer | string,
  atMs: number,
): Exchange {
  const target = asked.headers['x-amz-target'];
  return {
    atMs,
    operation: what?.operations.join(' or ') ?? 'not declared',
    request: [asked.method, redact(asked.path), target, membersOf(asked.body)].filter(Boolean).join(' '),
    answer: typeof answer === 'string' ? answer : answerText(answer),
  };
}

function membersOf(body: Uint8Array): string {
  if (body.length === 0) return '';
  const text = Buffer.from(body).toString('utf8');
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return `{${Object.keys(json).join(', ')}}`;
  } catch {
    // A form, or no text at all: it is told by its size.
  }
  return `${body.length} bytes`;
}

/** What a refusal says is worth reading; what a success says may be a key. */
function answerText({ status, body }: ProxiedAnswer): string {
  if (status < 400) return `${status}`;
  const text = redact(Buffer.from(body).toString('utf8')).replace(/\s+/g, ' ').slice(0, LONGEST);
  return text === '' ? `${status}` : `${status} ${text}`;
}
