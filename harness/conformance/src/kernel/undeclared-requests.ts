import type { Plugin } from '@certctl/plugin-api';
import type { Unprovable } from '../environment/define-environment.js';
import type { Stage, WireRequest } from '../environment/stage.js';
import { CaseFailure } from './case-failure.js';

/** Cases about this alone. Where they cannot be shown, requests cannot be told apart, and nothing follows from any. */
const ABOUT_IT = ['calls/only-what-is-declared', 'bind/only-what-is-declared'];

/** Requests that a failure names by themselves; the exchange shows more. */
const MOST_NAMED = 5;

/** The requests of the plugin that none of its declared operations covers. */
export function undeclaredRequests(
  stage: Pick<Stage, 'wire'>,
  { permissions }: Pick<Plugin, 'permissions'>,
  cannot: readonly Unprovable[],
): readonly WireRequest[] {
  if (cannot.some(({ slug }) => ABOUT_IT.includes(slug))) return [];
  const declared = new Set(permissions.map(({ operation }) => operation));
  return stage
    .wire()
    .filter(({ operations, handshake }) => !handshake && !operations.some((each) => declared.has(each)));
}

/** What every case is held to, whatever it is about: policies are written from what is declared. */
export function undeclaredFailure(strange: readonly WireRequest[]): CaseFailure {
  const named = [...new Set(strange.map(({ exchange }) => `${exchange.operation}: ${exchange.request}`))];
  const more = named.length > MOST_NAMED ? [`and ${named.length - MOST_NAMED} more`] : [];
  return new CaseFailure(
    'requests that no declared operation covers',
    'none',
    [...named.slice(0, MOST_NAMED), ...more].join('; '),
    {
      why: 'Policies are written from what is declared. What is sent beyond it is refused in production, or hides in a policy that allows everything.',
      source: 'the contract: Permission',
      remedy: `Declare ${operationOf(strange)} among the permissions of the manifest, with its reason, and attempt the request under that name; or do not send it.`,
    },
  );
}

/** As the service knows it; a request that it cannot name is told by what was asked. */
function operationOf(strange: readonly WireRequest[]): string {
  const names = [...new Set(strange.flatMap(({ operations }) => operations))];
  return names.length > 0 ? names.join(', ') : 'the operation';
}
