import { ServiceError } from '../server/service-error.js';
import type { WireRequest } from '../server/wire.js';
import { type StsOperation, stsOperations } from '../sts/security-token-service.js';
import { getResources } from '../tagging/get-resources.js';
import type { AcmOperation } from './acm-call.js';
import { acmOperations } from './operations/operations.js';

/** Where a request goes: by its target in the JSON protocol, by its action in the Query protocol. */
export type Route =
  | {
      readonly protocol: 'json';
      readonly service: 'acm' | 'tagging';
      readonly operation: string;
      readonly run: AcmOperation | undefined;
      readonly action: string;
    }
  | {
      readonly protocol: 'query';
      readonly service: 'sts';
      readonly operation: string;
      readonly run: StsOperation | undefined;
      readonly parameters: URLSearchParams;
    };

const TARGETS = [
  { prefix: 'CertificateManager.', service: 'acm', iam: 'acm' },
  { prefix: 'ResourceGroupsTaggingAPI_20170126.', service: 'tagging', iam: 'tag' },
] as const;

export function routeOf(request: WireRequest): Route {
  const target = request.headers['x-amz-target'] ?? '';
  for (const { prefix, service, iam } of TARGETS) {
    if (!target.startsWith(prefix)) continue;
    const operation = target.slice(prefix.length);
    const run = service === 'acm' ? acmOperations.get(operation) : taggingOperation(operation);
    return { protocol: 'json', service, operation, run, action: `${iam}:${operation}` };
  }
  if (target === '' && request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const parameters = new URLSearchParams(new TextDecoder().decode(request.body));
    const operation = parameters.get('Action') ?? '';
    return { protocol: 'query', service: 'sts', operation, run: stsOperations.get(operation), parameters };
  }
  return { protocol: 'json', service: 'acm', operation: target, run: undefined, action: 'acm:' };
}

function taggingOperation(operation: string): AcmOperation | undefined {
  return operation === 'GetResources' ? getResources : undefined;
}

export function refuseOperation(route: Route): never {
  if (route.protocol === 'json')
    throw new ServiceError('UnknownOperationException', '', 400, 'protocol/unknown-operation');
  throw new ServiceError(
    'InvalidAction',
    `Could not find operation ${route.operation} for version 2011-06-15`,
    400,
    'protocol/unknown-operation',
  );
}
