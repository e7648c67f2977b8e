/** What the proxy agent says of a proxy that did not let the request through. */
const REFUSED = /^Proxy response \((\d+)\)/;

/** An error of undici as node:http would have it, so that plugins know one set of codes. */
export function asNodeError(error: Error, connectTimeoutMs: number): Error {
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'UND_ERR_SOCKET':
      return coded('ECONNRESET', 'The connection was closed before the answer was whole.', error);
    case 'UND_ERR_CONNECT_TIMEOUT':
      return coded('ETIMEDOUT', `No connection was made within ${connectTimeoutMs} ms.`, error);
    case 'UND_ERR_RES_EXCEEDED_MAX_SIZE':
      return coded('ANSWER_TOO_LARGE', 'The answer is larger than any of a service.', error);
    case 'UND_ERR_ABORTED': {
      const status = REFUSED.exec(error.message)?.[1];
      // Otherwise the proxy's refusal, which nobody has signed, would be read as the answer of the service.
      return status ? coded('PROXY_REFUSED', `The proxy answered CONNECT with ${status}.`, error) : error;
    }
    default:
      return error;
  }
}

function coded(code: string, message: string, cause: Error): Error {
  return Object.assign(new Error(message, { cause }), { code });
}
