import type { Trail, Write } from '@certctl/plugin-api';
import type { MonitorApi, Row } from './monitor-api.js';
import { OPERATION } from './operations.js';

const MINUTE_MS = 60_000;

/**
 * Who changed a vault itself: its settings, who has access, its deletion. The Activity Log has the control plane only;
 * an import of a certificate is of the data plane, and is never in it.
 * https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log
 */
export function activityTrail(vaultResourceId: string | undefined, api: MonitorApi): Trail {
  return {
    title: 'Activity Log of the vault',
    covers: 'settings',
    shows: 'Who changed the settings of the vault or who has access to it, or deleted it.',
    misses: 'Any write of a certificate: these are of the data plane.',
    lagMs: 15 * MINUTE_MS,
    keptMs: 90 * 24 * 60 * MINUTE_MS,
    source: 'https://learn.microsoft.com/azure/azure-monitor/essentials/activity-log',
    operation: OPERATION.activityLog,
    ...(vaultResourceId === undefined ? { lacks: 'vault_resource_id is not set' } : {}),
    async *read({ since, until }, call) {
      if (vaultResourceId === undefined) return;
      const [from, to] = [since, until].map((time) => new Date(time).toISOString());
      if (from === undefined || to === undefined) return;
      for await (const page of api.activities(vaultResourceId, from, to, call)) {
        for (const event of page) {
          const write = writeOf(event);
          if (write) yield write;
        }
      }
    },
  };
}

/** Of one operation there is a record of its start and one of its end; the end tells what became of it. */
function writeOf(event: Row): Write | undefined {
  const status = localizedIn(event.status);
  const operation = localizedIn(event.operationName) ?? 'not told';
  if ((status !== 'Succeeded' && status !== 'Failed') || /\/read$/i.test(operation)) return undefined;
  const claims = rowOf(event.claims);
  const http = rowOf(event.httpRequest);
  const oid = text(claims['http://schemas.microsoft.com/identity/claims/objectidentifier']);
  const [caller, app] = [text(event.caller), text(claims.appid)];
  const principal = oid ?? app ?? caller ?? 'not told by the Activity Log';
  const [requestId, eventId, sourceAddress] = [
    http.clientRequestId,
    event.eventDataId,
    http.clientIpAddress,
  ].map(text);
  return {
    at: Date.parse(String(event.eventTimestamp)),
    principal,
    ...(caller === undefined || caller === principal ? {} : { session: caller }),
    operation,
    ...(requestId === undefined ? {} : { requestId }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(sourceAddress === undefined ? {} : { sourceAddress }),
    outcome: status === 'Failed' ? 'refused' : 'ok',
    ...(status === 'Failed' ? { errorCode: localizedIn(event.subStatus) ?? 'Failed' } : {}),
    change: 'the vault, not the certificate',
  };
}

function localizedIn(localizable: unknown): string | undefined {
  return text(rowOf(localizable).value);
}

function rowOf(value: unknown): Row {
  // An object has string keys; its values are checked where they are read.
  return typeof value === 'object' && value !== null ? (value as Row) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
