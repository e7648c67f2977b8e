import type { Rule } from '../../server/rule.js';

const AREA = 'Certificates of a listener';
const MODIFY = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyListener.html';
const ADD =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html';
const DESCRIBE =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html';
const ALB =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html';
const NLB = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/tls-listener-certificates.html';

/** Rules for the certificates that a call names, and for the lists of a listener. */
export const certificateRules = {
  oneDefault: {
    id: 'elbv2/one-default',
    area: AREA,
    summary: 'CreateListener and ModifyListener take exactly one certificate, the default.',
    how: 'enforced',
    source: 'doc',
    reference: `${MODIFY}; wording: https://github.com/aws/aws-cdk/issues/16509 (there reported as a limit that was exceeded)`,
    refusal: {
      name: 'TooManyCertificates',
      message: "Up to '1' certificate ARNs can be specified, but '{count}' were specified",
      wording: 'thread',
    },
  },
  perCall: {
    id: 'elbv2/certificates-per-call',
    area: AREA,
    summary: 'AddListenerCertificates and RemoveListenerCertificates take one certificate a call.',
    how: 'switchable',
    source: 'doc',
    reference: `\`certificatesPerCall\`; ${ADD}; the service was seen to take 10, in the words of this refusal`,
    refusal: {
      name: 'ValidationError',
      message: "Up to '{most}' certificate ARNs can be specified, but '{count}' were specified",
      wording: 'thread',
    },
  },
  isDefault: {
    id: 'elbv2/is-default',
    area: AREA,
    summary: '`IsDefault` is not sent with a certificate.',
    how: 'enforced',
    source: 'doc',
    reference: `${MODIFY}; wording: https://github.com/boto/boto3/issues/1601`,
    refusal: {
      name: 'ValidationError',
      message: 'You cannot set the isDefault parameter for a certificate.',
      wording: 'thread',
    },
  },
  secureOnly: {
    id: 'elbv2/certificates-of-tls-only',
    area: AREA,
    summary: 'Only HTTPS and TLS listeners have certificates.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/awslabs/fargatecli/issues/104',
    refusal: {
      name: 'ValidationError',
      message: 'A certificate cannot be specified for {protocol} listeners',
      wording: 'thread',
    },
  },
  required: {
    id: 'elbv2/certificate-required',
    area: AREA,
    summary: 'An HTTPS or TLS listener has a default certificate.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/pulumi/pulumi-awsx/issues/1242',
    refusal: {
      name: 'ValidationError',
      message: 'A certificate must be specified for {protocol} listeners',
      wording: 'thread',
    },
  },
  arn: {
    id: 'elbv2/certificate-arn',
    area: AREA,
    summary: 'A certificate is named by the ARN of a certificate of ACM in the region of the listener.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2552',
    refusal: {
      name: 'ValidationError',
      message: "Certificate ARN '{arn}' is not valid",
      wording: 'thread',
    },
  },
  account: {
    id: 'elbv2/certificate-account',
    area: AREA,
    summary: 'A certificate of another account is refused.',
    how: 'enforced',
    source: 'unverified',
    reference: 'in the words for another region',
    refusal: {
      name: 'ValidationError',
      message: "Certificate ARN '{arn}' is not valid",
      wording: 'unverified',
    },
  },
  found: {
    id: 'elbv2/certificate-found',
    area: AREA,
    summary: 'The certificate exists.',
    how: 'enforced',
    source: 'doc',
    reference: `${MODIFY}; wording: https://github.com/hashicorp/terraform-provider-aws/issues/11334; server certificates of IAM are not found`,
    refusal: {
      name: 'CertificateNotFound',
      message: "Certificate '{arn}' not found",
      wording: 'thread',
    },
  },
  late: {
    id: 'elbv2/late-certificates',
    area: AREA,
    summary: 'A certificate that was just imported may not be found yet.',
    how: 'switchable',
    source: 'thread',
    reference:
      '`lateCertificates`; https://github.com/hashicorp/terraform-provider-aws/pull/10294 (server certificates of IAM; that it happens with ACM is unverified)',
  },
  supported: {
    id: 'elbv2/supported-certificate',
    area: AREA,
    summary:
      'An Application Load Balancer serves all keys of ACM, a Network Load Balancer RSA up to 3,072 bits and EC; a certificate is for at least one fully qualified domain name. The name of the error is not in the API model.',
    how: 'switchable',
    source: 'doc',
    reference: `\`unsupportedKeys\`; ${ALB}, ${NLB}; wording: https://github.com/hashicorp/terraform-provider-aws/issues/41789; a Network Load Balancer took a server certificate of IAM with RSA 4096 and did not serve it: https://github.com/mattclay/aws-terminator/issues/309`,
    refusal: {
      name: 'UnsupportedCertificate',
      message:
        "The certificate '{arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.",
      wording: 'thread',
    },
  },
  signature: {
    id: 'elbv2/supported-signature',
    area: AREA,
    summary: 'Which algorithms of signature a load balancer refuses.',
    how: 'not emulated',
    source: 'unverified',
  },
  expired: {
    id: 'elbv2/expired-certificate',
    area: AREA,
    summary: 'An expired certificate is refused.',
    how: 'switchable',
    source: 'unverified',
    reference:
      '`expiredCertificates`; https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/2552 suspects it behind these words',
    refusal: {
      name: 'ValidationError',
      message: "Certificate ARN '{arn}' is not valid",
      wording: 'unverified',
    },
  },
  quota: {
    id: 'elbv2/certificates-quota',
    area: AREA,
    summary: '25 certificates in the lists of a load balancer, without its defaults.',
    how: 'switchable',
    source: 'doc',
    reference:
      '`quotas`; https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html; that one certificate in the lists of two listeners counts twice is unverified',
    refusal: {
      name: 'TooManyCertificates',
      message: "The maximum number of certificates has been reached for load balancer '{arn}'",
      wording: 'unverified',
    },
  },
  addAgain: {
    id: 'elbv2/add-again',
    area: AREA,
    summary: 'Adding a certificate that is in the list succeeds and changes nothing.',
    how: 'enforced',
    source: 'doc',
    reference: ADD,
  },
  listedTwice: {
    id: 'elbv2/default-listed',
    area: AREA,
    summary:
      'DescribeListenerCertificates lists the default, with `IsDefault` true, and the list; a default that is in the list too comes twice. DescribeListeners tells the default alone, without `IsDefault`.',
    how: 'switchable',
    source: 'doc',
    reference: `\`defaultListed: 'twice'\` lists every default twice; ${DESCRIBE}`,
  },
  removeDefault: {
    id: 'elbv2/remove-default',
    area: AREA,
    summary: 'The default certificate cannot be removed.',
    how: 'switchable',
    source: 'thread',
    reference:
      '`removeListedDefault`: what happens to one that is in the list too is unverified; https://github.com/hashicorp/terraform-provider-aws/issues/19495',
    refusal: {
      name: 'OperationNotPermitted',
      message: 'Default certificate cannot be removed',
      wording: 'thread',
    },
  },
  removeUnlisted: {
    id: 'elbv2/remove-unlisted',
    area: AREA,
    summary: 'Removing a certificate that is not in the list: CertificateNotFound.',
    how: 'switchable',
    source: 'thread',
    reference:
      '`removeUnlisted`; https://github.com/hashicorp/terraform-provider-aws/issues/35403: for some weeks it was OperationNotPermitted',
    refusal: {
      name: 'CertificateNotFound',
      message: "Certificate '{arn}' not found",
      wording: 'unverified',
    },
  },
  previousDefault: {
    id: 'elbv2/previous-default',
    area: AREA,
    summary:
      'A default that is replaced is not added to the list; the console does that with a call of its own.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-update-certificates.html',
  },
  selection: {
    id: 'elbv2/selection',
    area: AREA,
    summary:
      'A handshake gets the certificate with the very name, else one with a wildcard for it, else the default.',
    how: 'enforced',
    source: 'doc',
    reference: `${ALB}; key types, signature algorithms and validity, which the service weighs too, are not emulated`,
  },
  propagation: {
    id: 'elbv2/propagation',
    area: AREA,
    summary: 'How long handshakes go on showing what was there before a change.',
    how: 'switchable',
    source: 'unverified',
    reference: '`propagation`',
  },
  inUse: {
    id: 'elbv2/in-use-by',
    area: AREA,
    summary:
      '`InUseBy` of a certificate in ACM names the load balancers that have it, and ACM does not delete it meanwhile.',
    how: 'enforced',
    source: 'doc',
    reference: 'https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html',
  },
} as const satisfies Record<string, Rule>;
