import type { EpochMs } from '@certctl/plugin-api';

const DAY_MS = 86_400_000;

/** `2026-11-24 09:30 UTC` */
export function minuteOf(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `expires in 89 days`, `expired 3 days ago` */
export function expiry(notAfter: EpochMs, now: EpochMs): string {
  const days = Math.floor(Math.abs(notAfter - now) / DAY_MS);
  const amount = days === 0 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`;
  return notAfter > now ? `expires in ${amount}` : `expired ${amount} ago`;
}

/** `840 ms`, `1.2 s` */
export function durationOf(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `48 kB`, `1.2 MB` */
export function bytesOf(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
