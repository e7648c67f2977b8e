import type { AnsweredShape, FaultAnswer, Impossible } from '@certctl/conformance';

// Yours: how the service says each of these. Copy the answers from its documents, or from what it really sent: a
// case that meets words which the service never says proves nothing. What it cannot say is impossible, and why.

/** @param said the body of the request, for a service that quotes what it cannot read */
export function faultShapes(shape: AnsweredShape, name: string, said: string): FaultAnswer | Impossible {
  switch (shape) {
    case '401':
      return error(401, 'Unauthenticated');
    case '403':
      return error(403, 'Forbidden');
    case '404':
      return error(404, name.includes('Gateway') ? 'GatewayNotFound' : 'CertificateNotFound');
    case '409':
      return error(409, 'OperationInProgress');
    case '412':
      return { impossible: 'no request of this API takes a condition' };
    case '429':
      return error(429, 'TooManyRequests');
    case '429-retry-after':
      return { ...error(429, 'TooManyRequests'), headers: { ...JSON_HEADERS, 'retry-after': '1' } };
    case 'invalid':
      return error(400, 'InvalidRequest');
    case 'echo':
      return error(400, 'InvalidRequest', `cannot read ${said}`);
    case '5xx':
      // What stands before the service answers with a page, and not in the words of the service.
      return { status: 503, headers: { 'content-type': 'text/html' }, body: '<h1>Service Unavailable</h1>' };
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' };

function error(status: number, code: string, message = 'a fault of the test'): FaultAnswer {
  return { status, headers: JSON_HEADERS, body: JSON.stringify({ error: { code, message } }) };
}
