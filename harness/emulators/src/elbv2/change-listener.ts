import type { FaultMoment } from '../faults/wire-fault.js';
import { type Elbv2Call, hasFault } from './elbv2-call.js';
import { isSecure, type ListenerVersion } from './listener.js';
import type { FoundListener } from './load-balancer-store.js';
import { secondWriter, strangeCertificate } from './strange-certificate.js';

/** What a call changes of a listener; the rest stays. */
export type ListenerChange = Partial<Omit<ListenerVersion, 'changedAt' | 'principal'>>;

/** Makes a checked change, as the call's faults let it; what is answered is what was asked for. */
export async function changeListener(
  found: FoundListener,
  change: ListenerChange,
  call: Elbv2Call,
): Promise<ListenerVersion> {
  const { clock, principal } = call;
  const next = { ...found.listener.current, ...change, changedAt: clock.now(), principal: principal.arn };
  if (hasFault(call, 'lost-write')) return next;
  const wrong = hasFault(call, 'wrong-certificate')
    ? await strangeCertificate(next.defaultCertificate, call.place, call.certificates, clock.now())
    : undefined;
  put(found, wrong === undefined ? next : { ...next, defaultCertificate: wrong }, call);
  const late = call.settings.lateReads;
  if (late !== null) found.listener.delayReads(late.reads ?? 0, clock.now() + (late.ms ?? 0));
  return next;
}

/** Somebody else points the listener of this call at a certificate, as its `second-writer` faults say. */
export async function interfere(
  listenerArn: string | undefined,
  moment: FaultMoment,
  call: Elbv2Call,
): Promise<void> {
  const due = call.faults.some(
    (fault) => fault.kind === 'second-writer' && (fault.when ?? 'after-effect') === moment,
  );
  const found = due ? meant(listenerArn, call) : undefined;
  if (found === undefined) return;
  const { current } = found.listener;
  const now = call.clock.now();
  const strange = await strangeCertificate(current.defaultCertificate, call.place, call.certificates, now);
  if (strange === undefined) return;
  const principal = secondWriter(call.place);
  put(found, { ...current, defaultCertificate: strange, changedAt: now, principal }, call);
}

function meant(listenerArn: string | undefined, { loadBalancers, place }: Elbv2Call) {
  if (listenerArn !== undefined) return loadBalancers.listener(listenerArn);
  return loadBalancers
    .in(place)
    .flatMap((loadBalancer) => loadBalancer.listeners.map((listener) => ({ listener, loadBalancer })))
    .filter(({ listener }) => isSecure(listener.current.protocol))
    .at(-1);
}

function put({ listener, loadBalancer }: FoundListener, version: ListenerVersion, call: Elbv2Call): void {
  listener.put(version);
  loadBalancer.tellCertificates(call.certificates, version.changedAt);
}
