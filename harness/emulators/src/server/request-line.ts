import type { LoggedRequest } from './request-log.js';

/** One line about a request of an AWS service; never its body. */
export function requestLine(request: LoggedRequest): string {
  const { operation, region, status, error, rule, faults, resource } = request;
  return [
    new Date(request.at).toISOString(),
    region,
    operation,
    resource ?? '-',
    status ?? 'no answer',
    error ?? 'ok',
    ...(rule === undefined ? [] : [`rule=${rule}`]),
    ...(faults.length === 0 ? [] : [`faults=${faults.join(',')}`]),
  ].join(' ');
}
