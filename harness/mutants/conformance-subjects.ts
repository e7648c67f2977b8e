/** Plugins that are held to the conformance cases, by their file in harness/conformance/subjects: its one suite. */
export const CONFORMANCE_SUBJECTS = {
  'aws-acm': 'conformance of AWSACM on fake-acm',
  'aws-elbv2': 'conformance of AWSELBV2 on fake-elbv2',
  'azure-key-vault': 'conformance of AzureKeyVault on fake-vault',
  filesystem: 'conformance of Filesystem on folder',
  memory: 'conformance of Memory on memory',
  'memory-replacing': 'conformance of MemoryReplacing on memory-replacing',
  'memory-balancer': 'conformance of MemoryBalancer on memory-balancer',
  'memory-relay': 'conformance of MemoryRelay on memory-relay',
  'memory-appliance': 'conformance of MemoryAppliance on memory-appliance',
  'memory-serial-appliance': 'conformance of MemorySerialAppliance on memory-serial-appliance',
  'memory-front': 'conformance of MemoryFront on memory-front',
  'memory-vault': 'conformance of MemoryVault on memory-vault',
} as const;

export type ConformanceSubject = keyof typeof CONFORMANCE_SUBJECTS;
