import { isIP } from 'node:net';

/** Where a handshake is made, and which name it asks for. */
export interface ProbeEndpoint {
  readonly host: string;
  readonly port: number;
  /** Server name indication; none is sent without it. */
  readonly serverName?: string;
}

const PATTERN = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9]([a-z0-9.-]*[a-z0-9])?)):(\d{1,5})$/i;

/** `host:port`, an IPv6 address in brackets; undefined for anything else. */
export function parseProbe(text: string): { readonly host: string; readonly port: number } | undefined {
  const [, address, name, , digits] = PATTERN.exec(text) ?? [];
  const host = address ?? name;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  return address !== undefined && isIP(address) !== 6 ? undefined : { host, port };
}

/** The endpoint that a configuration names. An address is no server name (RFC 6066, section 3). */
export function probeEndpoint(config: {
  readonly probe?: string | undefined;
  readonly probe_server_name?: string | undefined;
}): ProbeEndpoint | undefined {
  const at = config.probe === undefined ? undefined : parseProbe(config.probe);
  if (!at) return undefined;
  const serverName = config.probe_server_name ?? (isIP(at.host) === 0 ? at.host : undefined);
  return { ...at, ...(serverName === undefined ? {} : { serverName }) };
}
