import { startFakeAcm, startFakeVault } from '@certctl/emulators';
import { answerOrders } from '../child.js';
import { type EmulatorOrder, TOKEN } from './order.js';

/** The process of the emulators, which are as strict here as everywhere, and have no rates and no yearly quota. */
const acm = await startFakeAcm({
  quotas: { certificates: 100_000, importsPerYear: 10_000_000, countReimports: false },
});
const vault = await startFakeVault({ principals: [{ token: TOKEN }] });

answerOrders<EmulatorOrder>(
  async (order) => {
    switch (order.do) {
      case 'urls':
        return { acm: acm.url, vault: vault.url };
      case 'cpu': {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1000;
      }
      case 'delay':
        for (const { faults } of [acm, vault]) {
          faults.clear();
          if (order.ms > 0) faults.add({ operation: '*', kind: 'slow', ms: order.ms, on: { every: 1 } });
        }
        return;
      case 'operations': {
        const { requests } = order.cloud === 'acm' ? acm : vault;
        const operations = requests.all().map(({ operation }) => operation);
        requests.clear();
        return operations;
      }
    }
  },
  async () => {
    await Promise.all([acm.close(), vault.close()]);
  },
);
