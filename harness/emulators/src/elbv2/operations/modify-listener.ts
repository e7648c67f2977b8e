import type { QueryMembers } from '../../server/query-members.js';
import { refuse } from '../../server/rule.js';
import { changeListener } from '../change-listener.js';
import { checkCertificate, checkQuota, givenDefault } from '../check-certificate.js';
import { checkProtocol, givenPolicy, givenProtocol } from '../check-protocol.js';
import { type Elbv2Call, type Elbv2Output, namedListener } from '../elbv2-call.js';
import { isSecure, type ListenerVersion, type Protocol } from '../listener.js';
import { listenerView } from '../listener-view.js';
import type { FoundListener } from '../load-balancer-store.js';
import { certificateRules } from '../rules/certificate-rules.js';
import { resourceRules } from '../rules/resource-rules.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html */
export async function modifyListener(input: QueryMembers, call: Elbv2Call): Promise<Elbv2Output> {
  const found = namedListener(input, call);
  const { listener, loadBalancer } = found;
  const held = listener.current;
  const protocol = givenProtocol(input) ?? held.protocol;
  checkProtocol(protocol, loadBalancer);
  const port = freePort(input, found);
  const security = isSecure(protocol) ? secured(input, protocol, found, call) : plain(input, protocol);
  const defaultActions = input.has('DefaultActions') ? input.whole('DefaultActions') : held.defaultActions;
  const change = { protocol, port, defaultActions, ...security };
  checkQuota(loadBalancer, listener, { ...held, ...change }, call);
  return { Listeners: [listenerView(found, await changeListener(found, change, call))] };
}

function freePort(input: QueryMembers, { listener, loadBalancer }: FoundListener): number {
  const port = input.integer('Port', 1, 65_535) ?? listener.current.port;
  const taken = loadBalancer.listeners.some((other) => other !== listener && other.current.port === port);
  if (taken) refuse(resourceRules.duplicateListener, { arn: loadBalancer.facts.arn });
  return port;
}

type Security = Pick<ListenerVersion, 'sslPolicy' | 'defaultCertificate' | 'certificates'>;

function secured(
  input: QueryMembers,
  protocol: Protocol,
  { listener, loadBalancer }: FoundListener,
  call: Elbv2Call,
): Security {
  const { sslPolicy: heldPolicy, defaultCertificate: heldDefault, certificates } = listener.current;
  const given = givenDefault(input, protocol);
  const defaultCertificate = given ?? heldDefault;
  if (defaultCertificate === undefined) return refuse(certificateRules.required, { protocol });
  const sslPolicy = givenPolicy(input) ?? heldPolicy;
  if (sslPolicy === undefined) return refuse(resourceRules.policyRequired, { protocol });
  if (given !== undefined) checkCertificate(given, loadBalancer, call);
  return { sslPolicy, defaultCertificate, certificates };
}

/** A listener without TLS keeps no certificate; it is not given one either. */
export function plain(input: QueryMembers, protocol: Protocol): Security {
  if (input.has('Certificates')) refuse(certificateRules.secureOnly, { protocol });
  if (input.has('SslPolicy')) refuse(resourceRules.policySecureOnly, { protocol });
  return { sslPolicy: undefined, defaultCertificate: undefined, certificates: [] };
}
