import { expect, it } from 'vitest';
import { probeEndpoint } from './probe-endpoint.js';

it.each([
  ['www.example.com:443', undefined, { host: 'www.example.com', port: 443, serverName: 'www.example.com' }],
  ['192.0.2.1:8443', undefined, { host: '192.0.2.1', port: 8443 }],
  ['[2001:db8::1]:443', undefined, { host: '2001:db8::1', port: 443 }],
  ['192.0.2.1:443', 'a.example', { host: '192.0.2.1', port: 443, serverName: 'a.example' }],
  ['lb.internal:443', 'a.example', { host: 'lb.internal', port: 443, serverName: 'a.example' }],
  [undefined, undefined, undefined],
])('%s asks with the name %s', (probe, probe_server_name, expected) => {
  expect(probeEndpoint({ probe, probe_server_name })).toEqual(expected);
});
