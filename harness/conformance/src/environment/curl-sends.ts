import type { ProxiedRequest } from './fault-proxy.js';

/**
 * The request that a command with curl sends: its method and its path. Undefined where it runs no curl, or no URL is
 * in its words, as where a shell has to make it.
 */
export function curlSends(command: string): ProxiedRequest | undefined {
  const at = /(?:^|[\s(|])curl\s/.exec(command);
  if (!at) return undefined;
  const words = command.slice(at.index);
  const url = /https?:\/\/[^\s'"/]+(\/[^\s'")]*)?/.exec(words);
  if (!url) return undefined;
  const named = /\s(?:-X|--request)[\s=]*'?([A-Z]+)/.exec(words)?.[1];
  const hasBody = /\s(?:-d|--data(?:-[a-z]+)?|--json)\s/.test(words);
  return {
    method: named ?? (hasBody ? 'POST' : 'GET'),
    path: url[1] ?? '/',
    // What authenticates it is a person's; a service asks first where it is missing, and the path tells no less.
    headers: { authorization: 'curl' },
    body: Buffer.alloc(0),
  };
}
