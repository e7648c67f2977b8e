import { expect, it } from 'vitest';
import { curlSends } from './curl-sends.js';

it.each([
  [`curl -X PUT -H "x: y" 'https://api.example/v1/certificates/web'`, 'PUT', '/v1/certificates/web'],
  ['jq -n . | curl --request DELETE https://api.example/v1/x?force=1', 'DELETE', '/v1/x?force=1'],
  ['curl --data-binary @body https://api.example/v1/x', 'POST', '/v1/x'],
  ['curl https://api.example', 'GET', '/'],
])('%s sends %s %s', (command, method, path) => {
  expect(curlSends(command)).toMatchObject({ method, path });
});

it.each(['openssl x509 -in https://not.a.request/', 'curl "$URL"', 'mycurl https://api.example/'])(
  '%s sends nothing that can be told',
  (command) => expect(curlSends(command)).toBeUndefined(),
);
