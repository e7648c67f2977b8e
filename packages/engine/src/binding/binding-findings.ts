import type { BindingPlace, Finding, Rule } from '@certctl/plugin-api';

/** Findings about the consumers of a target. Documentation is generated from this. */
export const BINDING_RULES: readonly Rule[] = [
  {
    code: 'consumer_absent',
    summary: 'A consumer that the target names does not exist.',
    source: 'certctl target settings: bindings',
  },
  {
    code: 'consumer_gone',
    summary: 'On the way back a consumer did not exist any more.',
    source: 'the service of the consumer',
  },
  {
    code: 'consumer_keeps_it',
    summary:
      'A consumer uses nothing yet, and what it is pointed at cannot be taken from it: there is no way back for it.',
    source: 'the capabilities of the plugin',
  },
  {
    code: 'consumer_leaf_unknown',
    summary:
      'What a consumer serves now could not be read, so lost names and older dates could not be checked.',
    source: 'certctl target settings: bindings',
  },
  {
    code: 'endpoint_unreachable',
    summary: 'The endpoint of a consumer could not be asked, so no handshake proves what it serves.',
    source: 'certctl target settings: bindings',
  },
  {
    code: 'superseded_attached',
    summary: 'The new certificate is in use, and the old one could not be taken from the consumer.',
    source: 'the permissions of the plugin',
  },
];

export function consumerAbsent({ title }: BindingPlace): Finding {
  return {
    code: 'consumer_absent',
    severity: 'refusal',
    message: `${title} does not exist`,
    remedy: 'Correct the binding, or take it out of the target.',
    source: 'certctl target settings: bindings',
  };
}

export function consumerGone({ title }: BindingPlace): Finding {
  return {
    code: 'consumer_gone',
    severity: 'warning',
    message: `${title} does not exist any more, so it could not be pointed back`,
    remedy: 'Take it out of the bindings of the target, or make it again.',
    source: 'the service of the consumer',
  };
}

export function consumerKeepsIt({ title }: BindingPlace): Finding {
  return {
    code: 'consumer_keeps_it',
    severity: 'warning',
    message: `${title} uses nothing yet, and what it is pointed at cannot be taken from it: if the deploy fails after that, it keeps the new certificate`,
    remedy: 'Point it at the certificate that it should go back to, and deploy then.',
    source: 'the capabilities of the plugin',
  };
}

export function consumerLeafUnknown({ title }: BindingPlace, reference: string, why: string): Finding {
  return {
    code: 'consumer_leaf_unknown',
    severity: 'note',
    message: `${title} uses ${reference}, which could not be read (${why}): whether the new certificate covers its names was not checked`,
    remedy: 'Compare the names by hand before the first deploy.',
    source: 'certctl target settings: bindings',
  };
}

export function endpointUnreachable({ title }: BindingPlace, why: string): Finding {
  return {
    code: 'endpoint_unreachable',
    severity: 'warning',
    message: `the endpoint of ${title} could not be asked: ${why}; that it uses the new certificate is proven by its settings alone`,
    remedy: 'Run certctl where the endpoint can be reached, or correct probe.',
    source: 'certctl target settings: bindings',
  };
}

export function supersededAttached({ title }: BindingPlace, reference: string, why: string): Finding {
  return {
    code: 'superseded_attached',
    severity: 'warning',
    message: `${title} uses the new certificate and still has ${reference}, which is superseded: ${why}`,
    remedy: 'Grant the permission and deploy again: the next deploy takes it away.',
    source: 'the permissions of the plugin',
  };
}
