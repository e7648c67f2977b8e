import type { FaultMoment } from '../faults/wire-fault.js';
import type { AcmCall } from './acm-call.js';
import { strangeVersion } from './strange-version.js';

/** Somebody else imports into the certificate of this call, as its `second-writer` faults say. */
export async function interfere(arn: string | undefined, moment: FaultMoment, call: AcmCall): Promise<void> {
  const due = call.faults.some(
    (fault) => fault.kind === 'second-writer' && (fault.when ?? 'after-effect') === moment,
  );
  const certificate = arn === undefined ? call.store.in(call.place).at(-1) : call.store.get(arn);
  if (!due || certificate === undefined) return;
  const principal = `arn:aws:iam::${call.place.account}:user/second-writer`;
  certificate.put(await strangeVersion(certificate.current.leaf, principal, call.clock.now()));
}
