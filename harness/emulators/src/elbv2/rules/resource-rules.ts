import type { Rule } from '../../server/rule.js';

const AREA = 'Load balancers and listeners';
const REFERENCE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference';

/** Rules for load balancers and listeners. */
export const resourceRules = {
  loadBalancerArn: {
    id: 'elbv2/load-balancer-arn',
    area: AREA,
    summary: 'A load balancer is named by its ARN in the account and region of the request.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/aws/aws-cli/issues/3673',
    refusal: {
      name: 'ValidationError',
      message: "'{arn}' is not a valid load balancer ARN",
      wording: 'thread',
    },
  },
  listenerArn: {
    id: 'elbv2/listener-arn',
    area: AREA,
    summary: 'And a listener by its own.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/aws/aws-cli/issues/3260',
    refusal: { name: 'ValidationError', message: "'{arn}' is not a valid listener ARN", wording: 'thread' },
  },
  loadBalancerFound: {
    id: 'elbv2/load-balancers-found',
    area: AREA,
    summary: 'The load balancers that are asked for by ARN or name exist.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_DescribeLoadBalancers.html`,
    refusal: {
      name: 'LoadBalancerNotFound',
      message: "Load balancers '[{names}]' not found",
      wording: 'unverified',
    },
  },
  loadBalancerNamed: {
    id: 'elbv2/load-balancer-found',
    area: AREA,
    summary: 'The load balancer whose listeners are asked for exists.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/cloud-custodian/cloud-custodian/pull/3593',
    refusal: {
      name: 'LoadBalancerNotFound',
      message: "Load balancer '{arn}' not found",
      wording: 'thread',
    },
  },
  listenerFound: {
    id: 'elbv2/listener-found',
    area: AREA,
    summary: 'The listener exists.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1433',
    refusal: {
      name: 'ListenerNotFound',
      message: 'One or more listeners not found',
      wording: 'thread',
    },
  },
  lateReads: {
    id: 'elbv2/late-reads',
    area: AREA,
    summary:
      'After a change of a listener, reads may answer with what was there before; after its creation it may not be found.',
    how: 'switchable',
    source: 'thread',
    reference: '`lateReads`; https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1433',
  },
  whichListeners: {
    id: 'elbv2/which-listeners',
    area: AREA,
    summary: 'DescribeListeners is told either a load balancer or listeners.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_DescribeListeners.html; wording: of another double`,
    refusal: {
      name: 'ValidationError',
      message: 'You must specify either listener ARNs or a load balancer ARN',
      wording: 'unverified',
    },
  },
  whichLoadBalancers: {
    id: 'elbv2/which-load-balancers',
    area: AREA,
    summary: 'DescribeLoadBalancers is told ARNs or names, not both.',
    how: 'enforced',
    source: 'unverified',
    refusal: {
      name: 'ValidationError',
      message: 'Load balancer ARNs and names cannot be specified at the same time',
      wording: 'unverified',
    },
  },
  protocol: {
    id: 'elbv2/protocol',
    area: AREA,
    summary:
      'An Application Load Balancer listens to HTTP and HTTPS, a Network Load Balancer to TCP, TLS, UDP and TCP_UDP. QUIC is not emulated.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_CreateListener.html`,
    refusal: {
      name: 'ValidationError',
      message: "Listener protocol '{protocol}' must be one of '{allowed}'",
      wording: 'thread',
    },
  },
  policyRequired: {
    id: 'elbv2/policy-required',
    area: AREA,
    summary:
      'A listener that is made an HTTPS or TLS one is told its security policy; a new one has ELBSecurityPolicy-2016-08 by default.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_ModifyListener.html; wording: https://github.com/cloudposse/terraform-aws-elastic-beanstalk-environment/issues/81`,
    refusal: {
      name: 'ValidationError',
      message: 'An SSL policy must be specified for {protocol} listeners',
      wording: 'thread',
    },
  },
  policySecureOnly: {
    id: 'elbv2/policy-of-tls-only',
    area: AREA,
    summary: 'Only HTTPS and TLS listeners have a security policy.',
    how: 'enforced',
    source: 'thread',
    reference: 'https://github.com/guardian/cdk/pull/2396',
    refusal: {
      name: 'ValidationError',
      message: 'An SSL policy cannot be specified for {protocol} listeners',
      wording: 'unverified',
    },
  },
  policyFound: {
    id: 'elbv2/policy-found',
    area: AREA,
    summary: 'The security policy is one of the predefined, by the form of its name.',
    how: 'enforced',
    source: 'doc',
    reference:
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html; what a policy does to a handshake is not emulated',
    refusal: { name: 'SSLPolicyNotFound', message: "SSL policy '{policy}' not found", wording: 'thread' },
  },
  toPlain: {
    id: 'elbv2/to-plain',
    area: AREA,
    summary:
      'Making an HTTPS listener an HTTP one, or a TLS one a TCP one, takes its policy and certificates.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_ModifyListener.html`,
  },
  duplicateListener: {
    id: 'elbv2/duplicate-listener',
    area: AREA,
    summary: 'One listener for a port; creating the same again gives the one that there is.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_CreateListener.html`,
    refusal: {
      name: 'DuplicateListener',
      message: "A listener already exists on this port for this load balancer '{arn}'",
      wording: 'thread',
    },
  },
  duplicateName: {
    id: 'elbv2/duplicate-name',
    area: AREA,
    summary: 'One load balancer for a name; creating the same again gives the one that there is.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_CreateLoadBalancer.html`,
    refusal: {
      name: 'DuplicateLoadBalancerName',
      message: "A load balancer with the same name '{name}' exists, but with different settings",
      wording: 'unverified',
    },
  },
  name: {
    id: 'elbv2/name',
    area: AREA,
    summary:
      'A name of 32 letters, digits and hyphens, none of these at an end, that does not begin with internal-.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_CreateLoadBalancer.html`,
    refusal: {
      name: 'ValidationError',
      message: "The load balancer name '{name}' is not valid",
      wording: 'unverified',
    },
  },
  subnets: {
    id: 'elbv2/subnets',
    area: AREA,
    summary: 'An Application Load Balancer has two subnets, a Network Load Balancer one. Any subnet exists.',
    how: 'enforced',
    source: 'thread',
    reference: 'each subnet counts as an availability zone of its own',
    refusal: {
      name: 'ValidationError',
      message: 'At least {least} subnets in {least} different Availability Zones must be specified',
      wording: 'thread',
    },
  },
  limits: {
    id: 'elbv2/account-limits',
    area: AREA,
    summary:
      'DescribeAccountLimits tells the quotas of certificates for load balancers. Others are left out.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_DescribeAccountLimits.html`,
  },
  tags: {
    id: 'elbv2/tags',
    area: AREA,
    summary:
      'DescribeTags of at most 20 load balancers and listeners. Tags are given to what is made, and not changed.',
    how: 'enforced',
    source: 'doc',
    reference: `${REFERENCE}/API_DescribeTags.html`,
    refusal: {
      name: 'ValidationError',
      message: "Up to '20' resource ARNs can be specified, but '{count}' were specified",
      wording: 'unverified',
    },
  },
  others: {
    id: 'elbv2/others',
    area: AREA,
    summary:
      'Target groups, rules, actions (kept as they are given), attributes, mutual TLS, ALPN, gateway load balancers, AddTags and RemoveTags.',
    how: 'not emulated',
    source: 'doc',
  },
} as const satisfies Record<string, Rule>;
