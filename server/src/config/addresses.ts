import { networkInterfaces } from 'node:os';

/** Addresses at which other machines reach this one, best first: what the settings say, else IPv4 of real interfaces. */
export function reachableAddresses(advertise: string): string[] {
  if (advertise !== '') return advertise.split(',').map((one) => one.trim());
  const found = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses
      .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !address.startsWith('169.254.'))
      .map(({ address }) => ({ address, bridge: /^(docker|br-|veth|virbr|cni|flannel)/.test(name) })),
  );
  found.sort((a, b) => Number(a.bridge) - Number(b.bridge));
  return found.map(({ address }) => address);
}

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
