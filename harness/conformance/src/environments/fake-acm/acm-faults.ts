import type { Impossible } from '../../environment/fault.js';
import type { AnsweredShape, FaultAnswer } from '../../environment/fault-proxy.js';

/** Requests of STS, whose protocol is another. */
const IDENTITY: ReadonlySet<string> = new Set(['GetCallerIdentity', 'AssumeRole']);

/** Operations that name a certificate, which may be gone. */
const NAMES_ONE = /^(?:Describe|Get|ListTagsFor|AddTagsTo|RemoveTagsFrom|Delete|Import)/;

/** The conflicts of the API's model: https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html */
const CONFLICT: Readonly<Record<string, string>> = {
  ImportCertificate: 'ConflictException',
  GetCertificate: 'RequestInProgressException',
  DeleteCertificate: 'ResourceInUseException',
};

/**
 * How ACM, STS and the tagging API say what went wrong: by a name, and with 400 for nearly everything.
 * https://docs.aws.amazon.com/acm/latest/APIReference/CommonErrors.html
 */
export function acmFaultShapes(shape: AnsweredShape, name: string, said: string): FaultAnswer | Impossible {
  const error = (type: string, status = 400, headers = {}, message = 'a fault of the test'): FaultAnswer =>
    IDENTITY.has(name) ? inXml(type, status, message) : inJson(type, status, message, headers);
  const access = IDENTITY.has(name) ? 'AccessDenied' : 'AccessDeniedException';
  switch (shape) {
    case '401':
      return error(IDENTITY.has(name) ? 'ExpiredToken' : 'ExpiredTokenException', 403);
    case '403':
      return error(access, IDENTITY.has(name) ? 403 : 400);
    case '404':
      return NAMES_ONE.test(name) && name !== 'GetResources' && !IDENTITY.has(name)
        ? error('ResourceNotFoundException')
        : { impossible: 'it names nothing that could be missing' };
    case '409': {
      const conflict = CONFLICT[name];
      return conflict === undefined ? { impossible: 'the API models no conflict for it' } : error(conflict);
    }
    case '412':
      return { impossible: 'AWS takes no condition with it' };
    case '429':
      return error('ThrottlingException');
    case '429-retry-after':
      return error('ThrottlingException', 400, { 'retry-after': '1' });
    case 'invalid':
      return error('ValidationException');
    case 'echo':
      return error('ValidationException', 400, {}, `cannot read ${said} ${decoded(said)}`);
    case '5xx':
      return { status: 503 };
  }
}

function inJson(
  type: string,
  status: number,
  message: string,
  headers: Readonly<Record<string, string>>,
): FaultAnswer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1', ...headers },
    body: JSON.stringify({ __type: type, message }),
  };
}

function inXml(type: string, status: number, message: string): FaultAnswer {
  const error = `<Error><Type>Sender</Type><Code>${type}</Code><Message>${message}</Message></Error>`;
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}<RequestId>test</RequestId></ErrorResponse>`,
  };
}

/** The key as a service that was given it in base64 would quote it. */
function decoded(said: string): string {
  try {
    const { PrivateKey }: { PrivateKey?: unknown } = JSON.parse(said);
    return typeof PrivateKey === 'string' ? Buffer.from(PrivateKey, 'base64').toString('utf8') : '';
  } catch {
    return '';
  }
}
