/**
 * The SDK's error about a page of a list leaves out what the service said, which its other errors carry: without
 * it a missing permission looks like an answer of something that is not a vault.
 *
 * @param answerTo body of the answer to a request that failed
 */
export function withAnswer(error: unknown, answerTo: (request: object) => string | undefined): unknown {
  if (!(error instanceof Error) || !('request' in error)) return error;
  if ('details' in error && error.details !== undefined) return error;
  const { request } = error;
  const body = typeof request === 'object' && request !== null ? answerTo(request) : undefined;
  const details = body === undefined ? undefined : parsed(body);
  return details === undefined ? error : Object.assign(error, { details });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A page of something in between: the error stays as it is, and counts as no answer of the vault.
    return undefined;
  }
}
